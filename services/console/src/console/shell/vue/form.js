// A form whose fields live in the browser until it is sent: nothing is lost while the connection is away,
// and a second press while the first is under way does nothing.
export default {
  template: `
    <form class="wb-form" novalidate @submit.prevent="send" :aria-busy="busy">
      <p v-if="problem" class="wb-problem" role="alert">{{ problem }}</p>
      <div v-for="f in shown" :key="f.name" class="wb-field" :class="{ 'is-wrong': wrong(f) }">
        <label v-if="f.kind !== 'check'" :for="id(f)">{{ f.title }}<b v-if="f.required" aria-hidden="true"> *</b></label>
        <select v-if="f.kind === 'choice' || (f.kind === 'number' && f.options.length)" :id="id(f)" v-model="values[f.name]" :required="f.required" :aria-invalid="!!wrong(f)">
          <option v-for="o in f.options" :key="o[0]" :value="o[0]">{{ o[1] }}</option>
        </select>
        <textarea v-else-if="f.kind === 'long' || f.kind === 'lines'" :id="id(f)" v-model="values[f.name]" :rows="f.kind === 'long' ? 4 : 2" :maxlength="f.most"
                  :required="f.required" :aria-invalid="!!wrong(f)"></textarea>
        <label v-else-if="f.kind === 'check'" class="wb-check">
          <input type="checkbox" :id="id(f)" v-model="values[f.name]" /> {{ f.title }}
        </label>
        <span v-else-if="f.kind === 'many'" class="wb-many" role="group" :aria-label="f.title">
          <label v-for="o in f.options" :key="o[0]" class="wb-check">
            <input type="checkbox" :value="o[0]" v-model="values[f.name]" /> {{ o[1] }}
          </label>
        </span>
        <input v-else-if="f.kind === 'file'" :id="id(f)" type="file" :required="f.required" :aria-invalid="!!wrong(f)" @change="take(f, $event)" />
        <input v-else :id="id(f)" :type="type(f)" v-model="values[f.name]" :maxlength="f.most" :min="f.low" :max="f.high"
               :step="f.kind === 'money' ? '0.01' : undefined" :readonly="fixed(f)" :required="f.required" autocomplete="off" :aria-invalid="!!wrong(f)" />
        <small v-if="wrong(f)" class="wb-wrong">{{ wrong(f) }}</small>
        <small v-else-if="f.help" class="wb-muted">{{ f.help }}</small>
      </div>
      <div class="wb-actions">
        <button type="submit" class="wb-button is-main" :disabled="busy || sending">{{ words.send }}</button>
        <button v-if="words.cancel" type="button" class="wb-button" @click="$emit('leave')">{{ words.cancel }}</button>
      </div>
    </form>`,
  props: { fields: Array, mistakes: Object, problem: String, busy: Boolean, words: Object, start: Boolean },
  emits: ["send", "leave"],
  data() {
    const values = {};
    for (const f of this.fields) values[f.name] = f.value ?? (f.kind === "check" ? false : f.kind === "many" ? [] : "");
    return { values, own: {}, sending: false };
  },
  computed: {
    // What a field is, given what stands in those it follows.
    shown() {
      return this.fields.map((f) => {
        if (!f.by) return f;
        const now = { ...f, ...f.cases[this.values[f.by]] };
        const times = (f.times && Number(this.values[f.times])) || 1;
        return times > 1 ? { ...now, options: [], low: now.low * times, high: now.high * times } : now;
      });
    },
  },
  watch: {
    shown: {
      immediate: true,
      handler(now) {
        for (const f of now.filter((one) => one.by)) {
          const value = this.values[f.name];
          if (this.fixed(f)) this.values[f.name] = f.low;
          else if (value !== "" && this.outside(f)) this.values[f.name] = "";
        }
      },
    },
    busy(now) {
      if (!now) this.sending = false;
    },
  },
  mounted() {
    // Where a form stands below a list, whoever holds a phone is not taken past the list to it.
    if (this.start) setTimeout(() => this.begin(), 60);
  },
  methods: {
    // Whoever was quicker and writes in another field already goes on there.
    begin() {
      if (this.$el.contains(document.activeElement)) return;
      this.$el.querySelector("input,select,textarea")?.focus({ preventScroll: true });
    },
    id(f) {
      return `f-${this.$.uid}-${f.name}`;
    },
    type(f) {
      return { number: "number", money: "number", moment: "datetime-local", day: "date" }[f.kind] || "text";
    },
    fixed(f) {
      return !!f.by && f.low != null && f.low === f.high;
    },
    outside(f) {
      const value = Number(this.values[f.name]);
      if (this.values[f.name] === "") return false;
      if (f.kind === "choice") return !!f.by && !f.options.some((one) => one[0] === this.values[f.name]);
      if (f.kind !== "number") return false;
      if (f.options.length) return !f.options.some((one) => Number(one[0]) === value);
      return (f.low != null && value < f.low) || (f.high != null && value > f.high);
    },
    // A file's text is the field's value; one that is too large is as good as none.
    async take(f, event) {
      const file = event.target.files[0];
      this.values[f.name] = file && file.size <= f.most * 4 ? (await file.text()).slice(0, f.most) : "";
    },
    wrong(f) {
      return this.own[f.name] || (this.mistakes || {})[f.name];
    },
    send() {
      if (this.busy || this.sending) return;
      this.own = {};
      for (const f of this.shown) {
        const value = this.values[f.name];
        const empty = value === "" || value === null || (Array.isArray(value) && !value.length);
        if (f.required && empty) this.own[f.name] = this.words.required;
        else if (this.outside(f)) this.own[f.name] = this.words.range.replace("{low}", f.low).replace("{high}", f.high);
      }
      if (Object.keys(this.own).length) {
        this.$nextTick(() => this.$el.querySelector(".is-wrong input,.is-wrong select,.is-wrong textarea")?.focus());
        return;
      }
      this.sending = true;
      this.$emit("send", { ...this.values });
    },
  },
};
