// What a lesson shows beside the player: modules of their own, fetched when first wanted.
//
// A panel is a class: `new Panel(element, player)`, then `show(spec, scene, tracks)` for every
// message and `update(time)` for every move of the playhead; `resize()`, `themed()` and
// `dispose()` if it needs them, and `under(context, axes, shown)` or `over(...)` to paint on the surface's canvas below or
// above the paths, with `shown` as painting.mjs has it. `player` has the player's root element,
// act(action, value), send(event, value) to the server, paint(), and slices(): what gives the slice of a time,
// where the plane follows the point.

export class Panels {
  constructor(parts, player) {
    this.parts = parts
    this.player = player
    this.shown = new Map()
  }

  // All of them at once in the state of `time`: Plotly takes a second to start.
  async show(scene, tracks, time) {
    const specs = scene.panels
    for (const kind of this.shown.keys()) if (!specs.some((spec) => spec.kind === kind)) this.remove(kind)
    for (const spec of specs) {
      const panel = this.shown.get(spec.kind) ?? (await this.add(spec))
      panel.show(spec, scene, tracks)
      panel.update(time)
    }
  }

  async add({ kind, slot, insight }) {
    const { default: Panel } = await import(`./${kind}.mjs`)
    const element = document.createElement("section")
    element.className = "gd-panel"
    element.dataset.panel = kind
    if (insight) element.dataset.insight = insight
    const places = { pictures: this.parts.pictures, end: this.parts.why }
    const place = places[slot] ?? this.parts.panels
    place.append(element)
    const panel = new Panel(element, this.player)
    panel.element = element
    this.shown.set(kind, panel)
    return panel
  }

  update(time) {
    for (const panel of this.shown.values()) panel.update(time)
  }

  under(...canvas) {
    for (const panel of this.shown.values()) panel.under?.(...canvas)
  }

  over(...canvas) {
    for (const panel of this.shown.values()) panel.over?.(...canvas)
  }

  // Whether a panel shows itself where the run in this place steps next: its `steps` says so.
  drawsStep(place) {
    return [...this.shown.values()].some((panel) => panel.steps === place)
  }

  // Whether one of them paints below the paths.
  get beneath() {
    return [...this.shown.values()].some((panel) => panel.under)
  }

  // The playhead stands still: time for what is too slow, or too loud, while it moves.
  rest() {
    for (const panel of this.shown.values()) panel.rest?.()
  }

  resize() {
    for (const panel of this.shown.values()) panel.resize?.()
  }

  // The theme or the size of the type has changed.
  themed() {
    for (const panel of this.shown.values()) panel.themed?.()
  }

  remove(kind) {
    const panel = this.shown.get(kind)
    this.shown.delete(kind)
    panel.dispose?.()
    panel.element.remove()
  }

  dispose() {
    for (const kind of [...this.shown.keys()]) this.remove(kind)
  }
}
