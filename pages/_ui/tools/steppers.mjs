// Names the buttons of number fields. Streamlit calls each "Increment" or "Decrement": with two fields on a page
// nobody who hears it could tell them apart.

const BUTTONS = "[data-testid=stNumberInputStepUp], [data-testid=stNumberInputStepDown]"

export class Steppers {
  constructor() {
    this.mutations = new MutationObserver(() => this.name())
    this.mutations.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true })
    this.name()
  }

  name() {
    for (const button of document.querySelectorAll(BUTTONS)) {
      const field = button.closest("[data-testid=stNumberInput]")?.querySelector("input")?.getAttribute("aria-label")
      const way = button.dataset.testid.endsWith("Up") ? "Increase" : "Decrease"
      const name = field ? `${way} ${field}` : way
      if (button.getAttribute("aria-label") !== name) button.setAttribute("aria-label", name)
    }
  }

  dispose() {
    this.mutations.disconnect()
  }
}
