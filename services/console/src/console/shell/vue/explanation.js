// Why a number is what it is: clause, readings, events, parts. Everything below the second level opens on demand.
const own = (href) => (typeof href === "string" && /^\/(?!\/)/.test(href) ? href : undefined);

const Part = {
  name: "part",
  props: { node: Object, depth: Number, words: Object },
  computed: {
    leaf() {
      return !this.node.parts.length && !this.node.readings.length && !this.node.inputs.length && !this.node.rounding;
    },
  },
  methods: { own },
  template: `
    <li class="wb-part">
      <div v-if="leaf" class="wb-part-line">
        <span>{{ node.title }}</span><span v-if="node.clause" class="wb-clause">{{ node.clause }}</span>
        <span class="wb-grow"></span><b>{{ node.value }}</b>
        <abbr v-if="node.provisional" class="wb-provisional" :title="words.provisionalLong">{{ words.provisional }}</abbr>
      </div>
      <details v-else :open="depth < 2">
        <summary class="wb-part-line">
          <span>{{ node.title }}</span><span v-if="node.clause" class="wb-clause">{{ node.clause }}</span>
          <span class="wb-grow"></span><b>{{ node.value }}</b>
          <abbr v-if="node.provisional" class="wb-provisional" :title="words.provisionalLong">{{ words.provisional }}</abbr>
        </summary>
        <p v-for="r in node.readings" class="wb-part-note">{{ words.reading }} {{ r.name }} = {{ r.option }} ({{ r.ambiguity }})</p>
        <p v-if="node.rounding" class="wb-part-note">{{ words.rounding }} {{ node.rounding }}</p>
        <p v-if="node.inputs.length" class="wb-part-note">{{ words.inputs }}
          <component :is="own(i[1]) ? 'a' : 'span'" v-for="i in node.inputs" :href="own(i[1])" class="wb-position">{{ i[0] }}</component></p>
        <ul><part v-for="(p, i) in node.parts" :key="i" :node="p" :depth="depth + 1" :words="words"></part></ul>
      </details>
    </li>`,
};

export default {
  components: { part: Part },
  template: `<ul class="wb-explanation"><part :node="tree" :depth="0" :words="words"></part></ul>`,
  props: { tree: Object, words: Object },
};
