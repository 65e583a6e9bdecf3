// See why: a button for each insight that the page has folded away.

import { reveal } from "./reveal.mjs"

// `toggle(name)` opens or closes one; `show` is given { name, label, help, open } of each.
export class Asks {
  constructor(element, toggle) {
    Object.assign(this, { element, toggle })
    element.setAttribute("role", "group")
    element.setAttribute("aria-label", "See why")
    element.addEventListener("click", ({ target }) => this.press(target.closest("button")))
  }

  show(insights) {
    this.element.hidden = insights.length === 0
    const buttons = [...this.element.querySelectorAll("button")]
    const same = buttons.length === insights.length && buttons.every(({ value }, place) => value === insights[place].name)
    // Whoever has pressed one by the keyboard stays there.
    if (same) buttons.forEach((made, place) => made.setAttribute("aria-pressed", insights[place].open))
    else this.build(insights)
  }

  build(insights) {
    const label = Object.assign(document.createElement("span"), { textContent: "See why" })
    this.element.replaceChildren(label, ...insights.map((insight, place) => button(insight, place + 1)))
  }

  // The n-th one, as its key says.
  ask(place) {
    this.press(this.element.querySelectorAll("button")[place - 1])
  }

  // At once, though the answer takes its time.
  press(button) {
    if (!button) return
    const opens = button.ariaPressed !== "true"
    button.setAttribute("aria-pressed", opens)
    this.toggle(button.value)
    if (opens) reveal(answerOf(button.value))
  }
}

// What an insight opens: a panel of the player, or what the page draws below it.
export const answerOf = (name) => `[data-insight="${name}"], .st-key-${name}-shelf`

function button({ name, label, help, open }, key) {
  const made = document.createElement("button")
  Object.assign(made, { type: "button", value: name, textContent: label, title: `${help} (${key})` })
  made.setAttribute("aria-pressed", open)
  return made
}
