// Predict, then see: a bet is placed before the reveal, and then stands beside what happened.

import { number } from "./digits.mjs"
import { explain } from "./glossary.mjs"

// The bets of this page, by id: they are kept nowhere else, and end with it.
const past = new Map()

const RIGHT_WITHIN = 0.1

// `card` is where the question is asked, `verdict` where the bet is compared; `placed` is
// called once the learner has bet, or wants to see it without.
export class Bet {
  constructor(card, verdict, placed) {
    Object.assign(this, { card, verdict, placed, bet: null, open: false, waiting: false, spot: null })
    // There before anything is said in it: else screen readers may not speak.
    this.spoken = unseen()
    verdict.after(this.spoken)
    card.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-bet]")
      if (button && this.open) this.choose(button.dataset.bet)
    })
  }

  // Asks `bet`, unless it was asked before on this page: { id, question, options: [{ key, label }] },
  // or { id, question, place: true } for a place that `place(spot)` tells. Null asks nothing.
  ask(bet) {
    if (bet && bet.id === this.bet?.id) return
    this.bet = bet ?? null
    this.spot = past.get(bet?.id)?.spot ?? null
    this.waiting = false
    this.verdict.hidden = true
    this.open = Boolean(bet) && !past.has(bet.id)
    this.card.hidden = !this.open
    if (this.open) this.card.replaceChildren(...questionOf(bet))
    else if (past.get(bet?.id)?.told) this.tell(past.get(bet.id))
  }

  // Whether `bet` was placed or passed by before.
  knows(bet) {
    return past.has(bet?.id)
  }

  choose(key) {
    const option = this.bet.options?.find((option) => option.key === key)
    this.close(option ? { key, said: option.label } : null)
  }

  place(spot) {
    if (!this.bet.place) return
    this.spot = spot
    this.close({ spot, said: "the ringed cross" })
  }

  // `made` is the bet, or null for none.
  close(made) {
    this.open = false
    this.card.hidden = true
    this.waiting = made !== null
    past.set(this.bet.id, { ...made })
    this.say(made ? `You bet: ${made.said}.` : "No bet.")
    this.placed(made)
  }

  // Goes on without a bet.
  skip() {
    if (this.open) this.close(null)
  }

  // Says `text` to those who do not see the page.
  say(text) {
    // The same again is spoken again only if it is not quite the same.
    this.spoken.textContent = this.spoken.textContent === text ? `${text}\u00a0` : text
  }

  // What happened: the key of the right option, and a sentence.
  reveal(answer, told) {
    this.settle(past.get(this.bet.id).key === answer, told)
  }

  // What happened to a bet on a place: the dot is at `truth` in a picture with these ranges.
  measure(truth, [x0, x1], [y0, y1]) {
    const { spot } = past.get(this.bet.id)
    const off = Math.hypot((truth.x - spot.x) / (x1 - x0), (truth.y - spot.y) / (y1 - y0))
    const where = `(${number(truth.x)}, ${number(truth.y)})`
    this.settle(off <= RIGHT_WITHIN, `It is at ${where}: you were off by ${Math.round(100 * off)} % of the picture.`)
  }

  settle(right, told) {
    this.waiting = false
    const made = { ...past.get(this.bet.id), right, told }
    past.set(this.bet.id, made)
    this.tell(made)
  }

  tell({ said, told, right }) {
    this.verdict.hidden = false
    this.verdict.dataset.right = right
    this.verdict.replaceChildren(
      node("strong", right ? "✓ You saw it coming." : "✗ Not this time."),
      node("span", `You bet: ${said}. ${told}`),
      node("span", tally(), "gd-tally"),
    )
    this.say([...this.verdict.children].map(({ textContent }) => textContent).join(" "))
  }
}

function tally() {
  const told = [...past.values()].filter(({ told }) => told)
  const right = told.filter((bet) => bet.right).length
  return `${right} of ${told.length} bet${told.length === 1 ? "" : "s"} right since you opened the page.`
}

function questionOf({ question, options = [], place }) {
  const buttons = options.map(({ key, label, hint }) => button(key, label, hint))
  const skip = button("", "Show me without betting")
  skip.className = "gd-skip"
  const row = node("div", "", "gd-options")
  row.append(...buttons)
  const asked = node("p", "")
  explain(asked, question)
  return [node("h3", "Predict, then see"), asked, ...(place ? [] : [row]), skip]
}

function button(key, label, hint) {
  const made = node("button", label)
  made.type = "button"
  made.dataset.bet = key
  if (hint) made.title = hint
  return made
}

// A place for words that are heard, and take no room.
function unseen() {
  const made = node("p", "")
  made.setAttribute("role", "status")
  made.style.cssText = "position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%)"
  return made
}

function node(tag, text, className = "") {
  const element = document.createElement(tag)
  element.textContent = text
  if (className) element.className = className
  return element
}
