// One update, audited: every number of it, for whatever step the player shows.

import { Drawing } from "./drawing.mjs"
import { loadPlotly, loadStyles } from "./loading.mjs"
import { node } from "./audit_cells.mjs"
import { Code } from "./audit_code.mjs"
import { Inspector } from "./audit_inspector.mjs"
import { Backward, Forward, Loss, Update } from "./audit_stages.mjs"
import { agree, worked } from "./neuron_math.mjs"
import { number } from "./readout.mjs"

const STAGES = [
  ["forward", "Forward", Forward],
  ["loss", "Loss", Loss],
  ["backward", "Backward", Backward],
  ["update", "Update", Update],
]

const KEY = [
  ["kink", "a sample’s ReLU switches"],
  ["dead", "dead zone: every ReLU off"],
  ["best", "best answers, loss 0"],
]

// Whoever imports the panel has its styles too.
await loadStyles("audit.css")

export default class Audit {
  constructor(element, player) {
    Object.assign(this, { element, player, stage: "forward", sample: 0 })
    element.classList.add("au")
    element.setAttribute("aria-label", "One update, audited")
    element.addEventListener("keydown", (event) => this.key(event))
  }

  show(spec, scene, [track]) {
    Object.assign(this, { spec, track, names: scene.names, shown: null })
    this.several = scene.runs.length > 1 ? track.name : ""
    const built = `${spec.inputs.length} ${spec.rate} ${Boolean(spec.batches)}`
    if (built !== this.built) this.build()
    this.built = built
  }

  build() {
    const { spec, names } = this
    const common = { ...spec, names, partial: Boolean(spec.batches), chosen: (sample) => this.chooseSample(sample) }
    this.head = { title: node("h3", "au-title"), where: node("p", "au-where"), badge: node("p", "au-badge") }
    this.head.badge.setAttribute("role", "status")
    this.stages = new Map(STAGES.map(([key, , Stage]) => [key, new Stage(common)]))
    this.tabs = STAGES.map(([key, label], i) => this.tab(key, `${i + 1} ${label}`))
    this.code = new Code({ ...common, chosen: (stage) => this.choose(stage) })
    this.inspector = new Inspector(common)
    const grid = node("div", "au-grid", ...this.panes(), this.code.element, this.neuron(), this.inspector.element)
    this.element.replaceChildren(key(), this.header(), this.tabList(), grid)
    this.choose(this.stage)
  }

  header() {
    const { title, where, badge } = this.head
    title.textContent = "One update, audited"
    return node("header", "au-head", title, where, badge)
  }

  tab(key, label) {
    const tab = node("button", "au-tab", label)
    Object.assign(tab, { type: "button", id: `au-tab-${key}` })
    tab.setAttribute("role", "tab")
    tab.setAttribute("aria-controls", `au-pane-${key}`)
    tab.dataset.stage = key
    tab.addEventListener("click", () => this.choose(key))
    return tab
  }

  tabList() {
    const list = node("div", "au-tabs", ...this.tabs)
    list.setAttribute("role", "tablist")
    list.setAttribute("aria-label", "Stage of the update")
    return list
  }

  panes() {
    return STAGES.map(([key]) => {
      const pane = node("div", "au-pane", this.stages.get(key).element)
      pane.id = `au-pane-${key}`
      pane.setAttribute("role", "tabpanel")
      pane.setAttribute("aria-labelledby", `au-tab-${key}`)
      return pane
    })
  }

  neuron() {
    const inputs = Array.from(this.spec.inputs[0], (_, d) => `x${d + 1}`)
    const picture = node("div", "au-picture")
    this.drawing = new Drawing(picture, { sizes: [inputs.length, 1], inputs, outputs: ["a"], activations: ["ReLU"] })
    this.sum = node("p", "au-sum")
    return node("figure", "au-neuron", node("h4", "", "The neuron"), picture, this.sum)
  }

  choose(stage) {
    this.stage = stage
    for (const tab of this.tabs) {
      const on = tab.dataset.stage === stage
      tab.setAttribute("aria-selected", on)
      tab.tabIndex = on ? 0 : -1
    }
    for (const [key] of STAGES) this.element.querySelector(`#au-pane-${key}`).hidden = key !== stage
    this.code.show(stage)
    this.inspector.show(stage)
    this.render()
  }

  chooseSample(sample) {
    this.sample = sample
    this.render()
  }

  // The arrow keys move along the tabs, for whoever has come to them with Tab.
  key(event) {
    const at = this.tabs.indexOf(event.target)
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (at < 0 || !by) return
    event.preventDefault()
    const tab = this.tabs[(at + by + this.tabs.length) % this.tabs.length]
    this.choose(tab.dataset.stage)
    tab.focus()
  }

  update(time) {
    const { index } = this.track.at(time)
    this.markDeath(index)
    // At the end of the run the last update that was.
    const shown = this.track.told(index)
    const over = shown < index
    if (shown === this.shown && over === this.ended) return
    Object.assign(this, { shown, ended: over, at: this.work(shown, over) })
    this.render()
  }

  // Everything about the update that leaves the recorded point `index`.
  work(index, over) {
    const { spec, track } = this
    const row = (columns) => columns.map((values) => values[index])
    const params = row(track.params)
    const batch = this.batch(index)
    const update = worked(spec, params, batch)
    const single = track.single(index)
    return {
      update,
      params,
      rate: spec.rate,
      autograd: row(spec.autograd),
      grad: row(spec.grad),
      next: single ? track.params.map((values) => values[index + 1]) : null,
      recorded: spec.batchLoss[index],
      full: track.loss[index],
      partial: batch.length < spec.inputs.length,
      note: single ? (over ? "The last update of this run." : "") : this.thinned(index),
    }
  }

  thinned(index) {
    return `This run is long, so not every step is kept. The next one kept is step ${this.track.step[index + 1]}.`
  }

  batch(index) {
    const { spec, track } = this
    if (!spec.batches || index >= track.end) return Array.from(spec.inputs, (_, i) => i)
    return spec.batches.map((column) => column[index]).filter((sample) => sample >= 0)
  }

  render() {
    if (!this.at) return
    const at = { ...this.at, sample: this.sample }
    this.renderHead(at)
    this.stages.get(this.stage).update(at)
    this.code.update({ n: at.update.size, d: this.spec.inputs[0].length })
    this.inspector.update(at)
    this.renderNeuron(at)
  }

  renderHead({ update, autograd }) {
    const { track, shown } = this
    const step = track.step[shown]
    const epoch = Math.floor(step / track.updatesPerEpoch)
    const many = update.size === this.spec.inputs.length ? `all ${update.size} samples` : samplesOf(this.batch(shown))
    const run = this.several ? `${this.several} · ` : ""
    const way = `step ${step} → ${step + 1}${this.ended ? ", the last" : ""}`
    set(this.head.where, `${run}${way} · epoch ${epoch} · ${many} · loss ${number(update.loss)}${this.dead(update, step)}`)
    const right = update.gradient.filter((value, p) => agree(value, autograd[p], update.noise[p])).length
    const all = right === this.names.length
    set(this.head.badge, `${all ? "✓" : "✗"} ${right} of ${this.names.length} gradients match autograd`)
    this.head.badge.dataset.right = all
  }

  dead({ samples }, step) {
    if (samples.some(({ on }) => on)) return ""
    const { death } = this.spec
    return ` · every ReLU is off${death !== null && step >= death ? ` since step ${death}` : ""}`
  }

  renderNeuron({ update, params, sample }) {
    const { x, z, a } = update.samples[sample]
    this.drawing.update({ weights: [[params.slice(0, -1)]], biases: [params.slice(-1)], values: [x, [a]] })
    set(this.sum, `Sample ${sample + 1}: z = ${number(z)} → ReLU → a = ${number(a)}`)
  }

  // The mark on the surface appears when the run has come to the place where it died.
  markDeath(index) {
    const plot = this.player.root.querySelector(".gd-surface")
    const at = plot.data?.findIndex(({ meta }) => meta.role === "death") ?? -1
    if (at < 0) return
    const seen = this.track.step[index] >= plot.data[at].meta.step
    if (plot.data[at].visible !== seen) loadPlotly().then((Plotly) => Plotly.restyle(plot, { visible: seen }, [at]))
  }
}

// What lies on the surface, in the same colours and strokes.
function key() {
  const list = node("ul", "au-key")
  for (const [kind, text] of KEY) list.append(node("li", `au-key-${kind}`, text))
  return list
}

function samplesOf(batch) {
  return `sample${batch.length > 1 ? "s" : ""} ${batch.map((sample) => sample + 1).join(", ")}`
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text
}
