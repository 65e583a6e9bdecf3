// The network at the step shown, with the point that is asked about on its way through it.

import { AskForm } from "./ask_form.mjs"
import { number } from "./digits.mjs"
import { Drawing } from "./drawing.mjs"
import { html, say } from "./field.mjs"
import { Follower } from "./follower.mjs"
import { loadStyles } from "./loading.mjs"
import { forward, layersOf, paramsAt } from "./two_three_one.mjs"

await loadStyles("network.css")

export default class NetworkDrawing extends Follower {
  constructor(element, { root }) {
    super(root)
    this.caption = html("p", "gd-caption")
    const frame = html("div", "gd-drawn")
    this.form = new AskForm(this.asked)
    element.append(this.caption, frame, this.form.element)
    this.drawing = new Drawing(frame, {
      sizes: [2, 3, 1],
      inputs: ["x1", "x2"],
      outputs: ["p"],
      activations: ["ReLU", "sigmoid"],
    })
    this.said = this.drawing.frame.getAttribute("aria-label")
  }

  draw() {
    const [x1, x2] = this.asked.point
    const params = paramsAt(this.track, this.index)
    const { outputs, p } = forward(params, x1, x2)
    this.drawing.update({ ...layersOf(params), values: [[x1, x2], outputs, [p]] })
    this.form.tell(p)
    say(this.caption, `The network at step ${this.track.step[this.index]}, and its answer for (${signed(x1)}, ${signed(x2)})`)
    const said = `${this.said}. ${this.caption.textContent}: ${this.form.answer.textContent}`
    this.drawing.frame.setAttribute("aria-label", said)
  }

  dispose() {
    super.dispose()
    this.form.dispose()
  }
}

const signed = (value) => number(value, 9)
