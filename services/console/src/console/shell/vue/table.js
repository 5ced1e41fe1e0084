// A list from a service: filters above, a page of rows, the way to the next page below. The server holds what is shown.
const own = (href) => (typeof href === "string" && /^\/(?!\/)/.test(href) ? href : undefined);

export default {
  template: `
    <div class="wb-list" :class="{ 'is-busy': busy }" :aria-busy="busy">
      <div class="wb-tools" v-if="filters.length || files.length">
        <label v-for="f in filters" :key="f.name" class="wb-filter">
          <span>{{ f.title }}</span>
          <select v-if="f.options" :value="f.value" @change="$emit('filter', [f.name, $event.target.value])">
            <option v-for="o in f.options" :key="o[0]" :value="o[0]">{{ o[1] }}</option>
          </select>
          <input v-else :type="f.kind" :value="typed[f.name] ?? f.value" autocomplete="off" maxlength="200"
                 @input="typed[f.name] = $event.target.value" @change="choose(f)" />
        </label>
        <span class="wb-files" v-if="files.length">
          <button v-for="f in files" :key="f[0]" type="button" class="wb-quiet" @click="$emit('file', f[0])">{{ f[1] }}</button>
        </span>
      </div>
      <div class="wb-scroll" tabindex="0" role="region" :aria-label="caption">
        <table class="wb-table">
          <caption class="wb-unseen">{{ caption }}</caption>
          <thead>
            <tr>
              <th v-for="c in columns" :key="c.name" scope="col" :class="'at-' + c.align"
                  :aria-sort="sort === c.name ? (descending ? 'descending' : 'ascending') : null">
                <button v-if="c.sort" type="button" @click="$emit('sort', c.name)">
                  {{ c.title }}<i aria-hidden="true" class="wb-arrow" :class="sort === c.name ? (descending ? 'down' : 'up') : ''"></i>
                </button>
                <template v-else>{{ c.title }}</template>
              </th>
            </tr>
          </thead>
          <tbody>
            <tr v-for="r in rows" :key="r.key" :class="{ 'is-link': r.href, ['mark-' + r.mark]: r.mark }" @click="open($event, r)">
              <td v-for="(v, i) in r.cells" :key="i" :class="['at-' + columns[i].align, columns[i].wide ? 'is-wide' : '']"
                  :data-title="columns[i].title">
                <span v-if="v.s" class="wb-status" :class="'is-' + v.s">{{ v.t }}</span>
                <a v-else-if="href(v, r, i)" :href="href(v, r, i)">{{ v.t || '–' }}</a>
                <span v-else-if="v.t" :title="v.x">{{ v.t }}</span>
                <span v-else class="wb-void" aria-hidden="true">–</span>
                <abbr v-if="v.p" class="wb-provisional" :title="v.p[1]">{{ v.p[0] }}</abbr>
              </td>
            </tr>
          </tbody>
        </table>
        <p v-if="!rows.length" class="wb-empty">{{ busy ? words.loading : words.nothing }}</p>
      </div>
      <div class="wb-foot" v-if="back || forth || (words.range && rows.length > 10)">
        <span class="wb-muted">{{ words.range }}</span>
        <span class="wb-grow"></span>
        <button type="button" class="wb-quiet" :disabled="!back" @click="$emit('turn', -1)">‹ {{ words.previous }}</button>
        <button type="button" class="wb-quiet" :disabled="!forth" @click="$emit('turn', 1)">{{ words.next }} ›</button>
      </div>
    </div>`,
  props: {
    caption: String, columns: Array, rows: Array, filters: Array, files: Array, words: Object,
    sort: String, descending: Boolean, busy: Boolean, back: Boolean, forth: Boolean,
  },
  emits: ["sort", "filter", "turn", "file"],
  data() {
    return { typed: {} }; // what is being typed stays, though the list is read again meanwhile
  },
  methods: {
    choose(filter) {
      const value = this.typed[filter.name] ?? filter.value;
      this.$emit("filter", [filter.name, value]);
    },
    href(value, row, index) {
      return own(value.h) || (index === 0 ? own(row.href) : undefined);
    },
    open(event, row) {
      if (!own(row.href) || event.target.closest("a,button,input,select") || String(getSelection())) return;
      if (event.ctrlKey || event.metaKey) window.open(row.href, "_blank", "noopener");
      else location.assign(row.href);
    },
  },
};
