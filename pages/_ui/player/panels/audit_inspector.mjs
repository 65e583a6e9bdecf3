// What a notebook would print in the middle of the update shown.

import { node } from "./audit_cells.mjs"
import { moved } from "./neuron_math.mjs"
import { printed } from "./tensors.mjs"

const LEARNT = ["requires_grad=True"]
const made = (by) => [`grad_fn=<${by}Backward0>`]
const column = (update, key) => ({ shape: [update.size, 1], values: update.taking.map((sample) => sample[key]) })

// Name, the stage it belongs to, what it is, and what the printout says behind the numbers.
const TENSORS = [
  ["weights", "", ({ params }) => weights(params), LEARNT],
  ["bias", "", ({ params }) => bias(params), LEARNT],
  ["X", "", ({ update }) => rows(update), []],
  ["X @ weights", "", ({ update }) => column(update, "product"), made("Mm")],
  ["X @ weights + bias", "", ({ update }) => column(update, "z"), made("Add")],
  ["prediction", "forward", ({ update }) => column(update, "a"), made("Relu")],
  ["loss", "loss", ({ update }) => ({ shape: [], values: [update.loss] }), made("Mean")],
  ["weights.grad", "backward", ({ autograd }) => weights(autograd), []],
  ["bias.grad", "", ({ autograd }) => bias(autograd), []],
  ["weights, after", "update", (at) => weights(after(at)), LEARNT],
  ["bias, after", "", (at) => bias(after(at)), LEARNT],
]

const weights = (all) => ({ shape: [all.length - 1, 1], values: all.slice(0, -1) })
const bias = (all) => ({ shape: [1], values: all.slice(-1) })
const rows = ({ taking, size }) => ({ shape: [size, taking[0].x.length], values: taking.flatMap(({ x }) => x) })
const after = ({ params, grad, rate }) => params.map((value, p) => moved(value, rate, grad[p]))

export class Inspector {
  constructor({ partial }) {
    const batch = partial ? "inputs[batch]" : "inputs"
    this.tensors = TENSORS.map(([name, ...rest]) => [name.replace("X", batch), ...rest])
    this.picks = this.tensors.map(([name], i) => this.pick(name, i))
    this.output = node("pre", "au-printed")
    this.output.dataset.audit = "printed"
    this.output.tabIndex = 0
    this.output.setAttribute("role", "region")
    this.output.setAttribute("aria-label", "The tensor as a notebook prints it")
    const picks = node("div", "au-picks", ...this.picks)
    picks.setAttribute("role", "group")
    picks.setAttribute("aria-label", "Tensor to print")
    this.element = node("div", "au-inspector", node("h4", "", "Print it, as a notebook would"), picks, this.output)
    this.chosen = 0
  }

  pick(name, i) {
    const pick = node("button", "au-pick", name)
    pick.type = "button"
    pick.addEventListener("click", () => this.choose(i))
    return pick
  }

  // The tensor that a stage ends with.
  show(stage) {
    this.choose(this.tensors.findIndex(([, of]) => of === stage))
  }

  choose(i) {
    this.chosen = i
    this.picks.forEach((pick, k) => pick.setAttribute("aria-pressed", k === i))
    if (this.at) this.update(this.at)
  }

  update(at) {
    this.at = at
    const [, , value, suffixes] = this.tensors[this.chosen]
    const text = printed(value(at), suffixes)
    if (this.output.shown !== text) this.output.textContent = this.output.shown = text
  }
}
