// A tree of plain tags that is only shown: [tag, attributes, words or a list of the same].
const own = (href) => /^\/(?!\/)/.test(href);

const drawn = ([tag, attributes, inside], index) => {
  const { href, key, ...others } = attributes;
  const given = { ...others, key: key ?? index, ...(href && own(href) ? { href } : {}) };
  return Vue.h(tag, given, typeof inside === "string" ? inside : inside.map(drawn));
};

export default {
  props: { tree: { type: Array, default: () => [] } },
  render() {
    return Vue.h("div", { class: "wb-still" }, this.tree.map(drawn));
  },
};
