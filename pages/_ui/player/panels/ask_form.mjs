// Two numbers to type: the point whose label the network is asked for.

import { typed } from "./asked.mjs"
import { toward } from "./digits.mjs"
import { html, say } from "./field.mjs"

const NAMES = ["x1", "x2"]

export class AskForm {
  constructor(asked) {
    this.asked = asked
    this.element = html("div", "gd-ask")
    this.fields = NAMES.map((name) => field(name, () => this.take()))
    this.answer = html("output")
    this.error = html("p", "gd-error")
    this.error.setAttribute("role", "alert")
    this.element.append(...this.fields.map(({ label }) => label), this.answer, this.error)
    this.unlisten = asked.listen(() => this.write())
    this.write()
  }

  // Asks about what is typed, or names the first field that holds no such number.
  take() {
    this.error.textContent = ""
    const values = this.fields.map(({ input }, i) => this.read(NAMES[i], input))
    if (values.every((value) => value !== null)) this.asked.ask(values)
  }

  read(name, input) {
    try {
      const value = typed(name, input.value)
      input.removeAttribute("aria-invalid")
      return value
    } catch (error) {
      input.setAttribute("aria-invalid", "true")
      if (!this.error.textContent) this.error.textContent = error.message
      return null
    }
  }

  write() {
    this.error.textContent = ""
    this.fields.forEach(({ input }, i) => {
      input.removeAttribute("aria-invalid")
      // What is being typed stays as it is typed.
      if (document.activeElement !== input) input.value = String(this.asked.point[i]).replace("-", "−")
    })
  }

  tell(p) {
    say(this.answer, `p = ${toward(p, 0.5)}, label ${p > 0.5 ? 1 : 0}`)
  }

  dispose() {
    this.unlisten()
  }
}

function field(name, take) {
  const [label, input] = [html("label", "", name), html("input")]
  Object.assign(input, { type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 12 })
  input.setAttribute("aria-label", `${name} of the point to predict`)
  input.addEventListener("input", take)
  label.append(input)
  return { label, input }
}
