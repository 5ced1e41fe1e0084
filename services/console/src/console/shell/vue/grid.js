// A grid that is read by row and column: its heads stay in sight, a cell holds marks that lead to what they stand for.
const own = (href) => (typeof href === "string" && /^\/(?!\/)/.test(href) ? href : undefined);

export default {
  template: `
    <div class="wb-scroll" tabindex="0" role="region" :aria-label="caption">
      <table class="wb-grid">
        <caption class="wb-unseen">{{ caption }}</caption>
        <thead>
          <tr>
            <th scope="col">{{ corner }}</th>
            <th v-for="(c, i) in columns" :key="i" scope="col" :class="c.kind ? 'is-' + c.kind : ''" :title="c.x">
              <a v-if="href(c)" :href="href(c)"><b>{{ c.t }}</b><small>{{ c.note }}</small></a>
              <template v-else><b>{{ c.t }}</b><small>{{ c.note }}</small></template>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr v-for="(r, n) in rows" :key="n" :class="{ 'is-head': r.head }">
            <th scope="row"><a v-if="href(r)" :href="href(r)">{{ r.t }}</a><template v-else>{{ r.t }}</template></th>
            <td v-for="(marks, i) in r.cells" :key="i" :class="columns[i].kind ? 'is-' + columns[i].kind : ''">
              <component :is="href(m) ? 'a' : 'span'" v-for="(m, k) in marks" :key="k" :href="href(m)" :title="m.x"
                         :aria-label="m.x" class="wb-mark" :class="'is-' + m.s">{{ m.t }}</component>
            </td>
          </tr>
        </tbody>
      </table>
    </div>`,
  props: { caption: String, corner: String, columns: Array, rows: Array },
  mounted() {
    // On a narrow screen what is now comes into sight by itself.
    const here = this.$el.querySelector("th.is-here");
    if (here) this.$el.scrollLeft = here.offsetLeft - this.$el.clientWidth / 2;
  },
  methods: {
    href: (one) => own(one.h),
  },
};
