// Words of the glossary: the first of each on the page can be pointed at, tapped or reached with Tab, and says
// what it means. Those who hear the page get the meaning as the word's description.

import { TERMS } from "./glossary.mjs"

// A page changes while it is built and while a run plays: it is looked through again at most so often (ms).
const EVERY = 250
const GAP = 6
const FIRST = "dfn.gd-term[data-explained]"

export class Terms {
  constructor(root) {
    this.tip = Object.assign(document.createElement("div"), { className: "gt-tip", id: "gt-tip", hidden: true })
    this.tip.setAttribute("role", "tooltip")
    root.append(this.tip)
    this.mutations = new MutationObserver(() => (this.timer ??= setTimeout(() => this.look(), EVERY)))
    this.mutations.observe(document.querySelector("[data-testid=stMain]") ?? document.body, { childList: true, subtree: true })
    this.ears = new AbortController()
    const on = (type, act) => document.addEventListener(type, act, { signal: this.ears.signal, capture: true })
    for (const type of ["pointerover", "focusin", "click"]) on(type, ({ target }) => this.meet(target))
    on("focusout", () => this.hide())
    on("scroll", () => this.hide())
    on("keydown", ({ key }) => key === "Escape" && this.hide())
    this.look()
  }

  // Marks the first of each word that is to be seen, and no other.
  look() {
    this.timer = null
    const met = new Set()
    for (const word of document.querySelectorAll("dfn.gd-term")) {
      const { term } = word.dataset
      const first = TERMS[term] && !met.has(term) && word.checkVisibility()
      if (first) met.add(term)
      if (first !== "explained" in word.dataset) mark(word, first)
    }
    if (this.word && !this.word.matches(FIRST)) this.hide()
  }

  // The tip stays while the pointer is on its word, or on itself.
  meet(target) {
    const word = target.closest?.(FIRST)
    if (word) this.show(word)
    else if (!target.closest?.(".gt-tip") && !document.activeElement?.matches(FIRST)) this.hide()
  }

  show(word) {
    this.word = word
    this.tip.textContent = TERMS[word.dataset.term].means
    this.tip.hidden = false
    const [at, own] = [word.getBoundingClientRect(), this.tip.getBoundingClientRect()]
    const left = Math.max(GAP, Math.min(innerWidth - own.width - GAP, at.left))
    const below = at.bottom + GAP + own.height < innerHeight
    Object.assign(this.tip.style, { left: `${left}px`, top: `${below ? at.bottom + 2 : at.top - own.height - 2}px` })
  }

  hide() {
    this.word = null
    this.tip.hidden = true
  }

  dispose() {
    this.mutations.disconnect()
    this.ears.abort()
    clearTimeout(this.timer)
  }
}

function mark(word, first) {
  if (!first) for (const name of ["tabindex", "role", "aria-description", "data-explained"]) word.removeAttribute(name)
  else {
    const told = { tabindex: 0, role: "button", "aria-description": TERMS[word.dataset.term].means, "data-explained": "" }
    for (const [name, value] of Object.entries(told)) word.setAttribute(name, value)
  }
}
