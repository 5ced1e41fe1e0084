// A chart. Its library is a megabyte: it comes when the page stands and can be worked with, and nobody waits for it. Each is
// drawn when there is nothing else to do: a page with one for every post still takes clicks meanwhile.
const LATEST = 1000;
const idle = () =>
  new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: LATEST }) : setTimeout(go, 50)));

let before = Promise.resolve();
const turn = () => (before = before.then(idle));

export default {
  props: { options: Object, look: Object },
  render() {
    return Vue.h("div");
  },
  async mounted() {
    await turn();
    const { echarts } = await import("nicegui-echart");
    await turn();
    if (this.gone) return;
    this.chart = echarts.init(this.$el, Vue.toRaw(this.look), { renderer: "svg" });
    this.draw();
    this.sizes = new ResizeObserver(() => {
      if (this.$el.clientWidth !== this.chart.getWidth() || this.$el.clientHeight !== this.chart.getHeight()) this.chart.resize();
    });
    this.sizes.observe(this.$el);
  },
  watch: {
    options() {
      this.draw();
    },
  },
  methods: {
    draw() {
      this.chart?.setOption(Vue.toRaw(this.options), true);
    },
  },
  unmounted() {
    this.gone = true;
    this.sizes?.disconnect();
    this.chart?.dispose();
  },
};
