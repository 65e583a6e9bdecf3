// See why: a button for each insight that the page has folded away.

// `toggle(name)` opens or closes one; `show` is given { name, label, help, open } of each.
export class Asks {
  constructor(element, toggle) {
    Object.assign(this, { element, toggle })
    element.setAttribute("role", "group")
    element.setAttribute("aria-label", "See why")
    element.addEventListener("click", ({ target }) => this.press(target.closest("button")))
  }

  show(insights) {
    this.insights = insights
    this.element.hidden = insights.length === 0
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
    button.setAttribute("aria-pressed", button.ariaPressed !== "true")
    this.toggle(button.value)
  }
}

function button({ name, label, help, open }, key) {
  const made = document.createElement("button")
  Object.assign(made, { type: "button", value: name, textContent: label, title: `${help} (${key})` })
  made.setAttribute("aria-pressed", open)
  return made
}
