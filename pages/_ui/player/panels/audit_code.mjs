// The lines of PyTorch that make an update: the ones of the stage shown are marked.

import { node } from "./audit_cells.mjs"

const LINES = [
  ["forward", "z = X @ weights + bias", ({ n, d }) => `(${n}, ${d}) @ (${d}, 1) + (1,) → (${n}, 1)`],
  ["forward", "prediction = torch.relu(z)", ({ n }) => `(${n}, 1)`],
  ["loss", "loss = ((prediction - Y) ** 2).mean()", ({ n }) => `(${n}, 1) → ()`],
  ["backward", "loss.backward()", ({ d }) => `.grad: (${d}, 1) and (1,)`],
  ["update", "with torch.no_grad():", () => ""],
  ["update", "    weights -= lr * weights.grad", ({ d }) => `(${d}, 1)`],
  ["update", "    bias -= lr * bias.grad", () => "(1,)"],
  ["update", "weights.grad.zero_()", () => ""],
  ["update", "bias.grad.zero_()", () => ""],
]

export class Code {
  // `chosen(stage)` is called for a click on a line; `partial` runs pick a batch of the data.
  constructor({ partial, chosen }) {
    this.lines = LINES.map(([stage, code, shape]) => new Line(stage, named(code, partial), shape, chosen))
    this.element = node("div", "au-code", node("h4", "", "In PyTorch"), ...this.lines.map(({ element }) => element))
  }

  show(stage) {
    for (const line of this.lines) line.mark(line.stage === stage)
  }

  update(sizes) {
    for (const line of this.lines) line.size(sizes)
  }
}

const named = (code, partial) =>
  code.replace("X", partial ? "inputs[batch]" : "inputs").replace("Y", partial ? "targets[batch]" : "targets")

class Line {
  constructor(stage, code, shape, chosen) {
    Object.assign(this, { stage, shape })
    this.sizes = node("span", "au-shape")
    this.element = node("button", "au-line", node("code", "", code), this.sizes)
    this.element.type = "button"
    this.element.dataset.stage = stage
    this.element.addEventListener("click", () => chosen(stage))
  }

  mark(on) {
    this.element.classList.toggle("au-marked", on)
    this.element.setAttribute("aria-pressed", on)
  }

  size(sizes) {
    const text = this.shape(sizes)
    if (this.sizes.textContent !== text) this.sizes.textContent = text
  }
}
