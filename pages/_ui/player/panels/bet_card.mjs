// A bet on a measurement that the server makes: asked before it begins, settled when it is there.

import { Bet } from "./bet.mjs"
import { loadStyles } from "./loading.mjs"

const cards = new WeakMap()

// Called for every message and every change of theme.
export async function show(component) {
  const { parentElement } = component
  await loadStyles("bet_card.css")
  if (!cards.has(parentElement)) cards.set(parentElement, new Card(parentElement.querySelector(".gc")))
  cards.get(parentElement).show(component)
}

class Card {
  constructor(root) {
    this.card = node("div", "gd-bet")
    this.verdict = node("div", "gd-verdict")
    this.button = node("button", "gc-start")
    this.button.type = "button"
    this.button.addEventListener("click", () => this.start())
    this.card.hidden = this.verdict.hidden = true
    root.replaceChildren(this.card, this.button, this.verdict)
    this.bet = new Bet(this.card, this.verdict, () => this.start())
  }

  show({ data, setTriggerValue }) {
    this.send = setTriggerValue
    const { bet, button, result } = data
    // What is measured already is no bet any more.
    if (!result || bet?.id === this.bet.bet?.id) this.bet.ask(bet)
    this.button.textContent = button
    this.button.disabled = false
    this.button.hidden = this.bet.open || result !== null
    if (result && this.bet.waiting) this.bet.reveal(result.answer, result.told)
  }

  start() {
    this.button.hidden = false
    this.button.disabled = true
    this.send("start", true)
  }
}

function node(tag, className) {
  const element = document.createElement(tag)
  element.className = className
  return element
}
