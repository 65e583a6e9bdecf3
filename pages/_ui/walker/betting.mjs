// The walker's bets: each sets a walk up, keeps it waiting for a bet, and compares the two.

import { Bet } from "./bet.mjs"
import { CHALLENGES, decided } from "./challenges.mjs"
import { write } from "./panel.mjs"
import { number } from "./words.mjs"

const HTML = `
<div class="gw-bets" role="group" aria-label="Bets"><span>Bets</span></div>
<div class="gw-card" hidden></div>
<div class="gw-verdict" hidden></div>
<p class="gw-free" hidden>Drag the walker, change the ground and the learning rate, and see where it goes.</p>
<button type="button" class="gw-more" hidden>Another bet</button>`

export class Betting {
  // `act` has set(ground, start, rate), play(limit), and changed().
  constructor(element, curves, act) {
    element.innerHTML = HTML
    Object.assign(this, { curves, act, challenge: null, marks: [], turns: {} })
    this.find = (name) => element.querySelector(`.gw-${name}`)
    this.bet = new Bet(this.find("card"), this.find("verdict"), (made) => this.placed(made))
    const chips = CHALLENGES.map((challenge) => this.chip(challenge.name, challenge.key, () => this.choose(challenge)))
    this.find("bets").append(...chips, this.chip("Walk freely", "", () => this.leave()))
    this.find("more").addEventListener("click", () => this.choose(this.challenge))
  }

  chip(name, key, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name })
    button.dataset.challenge = key
    button.addEventListener("click", act)
    return button
  }

  begin() {
    this.choose(CHALLENGES[0])
  }

  // The challenge that goes by `key`.
  take(key) {
    this.choose(CHALLENGES.find((challenge) => challenge.key === key) ?? CHALLENGES[0])
  }

  // Whether this is what the page begins with.
  get first() {
    return this.challenge === CHALLENGES[0]
  }

  // Whether the walk has to wait for a bet.
  get waiting() {
    return this.challenge !== null && this.bet.open
  }

  // The challenge's next walk that was not yet seen.
  choose(challenge) {
    const turn = this.turns[challenge.key] ?? 0
    const setup = challenge.setups[turn % challenge.setups.length]
    Object.assign(this, { challenge, setup, marks: [], ready: false })
    const options = Object.entries(challenge.options ?? {}).map(([key, label]) => ({ key, label }))
    this.bet.ask(null)
    this.bet.ask({ id: `${challenge.key} ${turn}`, question: challenge.question(setup), place: challenge.place, options })
    this.act.set(setup.ground, setup.start, setup.rate)
    this.show()
  }

  // The learner goes another way: the bet no longer holds.
  leave() {
    if (!this.challenge) return
    Object.assign(this, { challenge: null, marks: [] })
    this.bet.ask(null)
    this.show()
    this.act.changed()
  }

  // Where the keys have put the mark of a bet that is not placed yet.
  get aimed() {
    return this.waiting ? (this.marks[0]?.w ?? null) : null
  }

  // A place in the picture was clicked, or chosen with the keys.
  point(w) {
    if (!this.waiting || !this.challenge.place) return
    this.mark(w)
    this.bet.close({ key: w, said: `w = ${number(w)}` })
  }

  // Moves the mark of a bet on a place; false when there is none to be moved.
  nudge(by) {
    if (!this.waiting || !this.challenge.place) return false
    const { low, high } = this.curves[this.setup.ground]
    this.mark(Math.max(low, Math.min(high, (this.marks[0]?.w ?? this.setup.start) + by)))
    return true
  }

  enter() {
    if (this.marks.length) this.point(this.marks[0].w)
  }

  mark(w) {
    this.marks = [{ w, kind: "bet", words: `your bet ${number(w)}` }]
    this.act.changed()
  }

  placed(made) {
    const { challenge, turns } = this
    turns[challenge.key] = (turns[challenge.key] ?? 0) + 1
    this.made = made
    this.ready = true
    this.show()
    this.act.play(challenge.limit)
  }

  // The walk went on: once it is decided, the bet is compared with it.
  stepped(walk) {
    if (!this.challenge || !this.ready || !(walk.over || walk.steps >= this.challenge.limit)) return
    this.ready = false
    const { challenge, made } = this
    const truth = decided(challenge, this.setup, this.curves)
    const answer = challenge.answer(truth)
    if (challenge.place) this.marks.push({ w: truth.w, kind: "came", words: `step ${truth.steps}: ${number(truth.w)}` })
    const right = made && (challenge.holds?.(made.key, truth) ?? made.key === answer)
    if (made) this.bet.settle(right, challenge.told(made.key, truth))
    this.show()
  }

  show() {
    for (const chip of this.find("bets").querySelectorAll("button")) {
      chip.setAttribute("aria-pressed", chip.dataset.challenge === (this.challenge?.key ?? ""))
    }
    this.find("free").hidden = this.challenge !== null
    const more = this.find("more")
    more.hidden = !this.challenge || this.bet.open || this.ready
    write(more, "Another bet like this")
  }
}
