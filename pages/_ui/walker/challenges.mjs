// What to bet on. Every answer is walked out, never written down.

import { at, valleyOf } from "./curve.mjs"
import { ahead, ending } from "./walk.mjs"
import { chosen, number } from "./words.mjs"

const STEPS = 5
const LONG = 40
// A bet on a place holds within this share of the picture.
const CLOSE = 0.05

const closeOn = ({ low, high }) => CLOSE * (high - low)

const HOW = {
  settles: "It settles.",
  crawls: "It is still on its way.",
  bounces: "It bounces from side to side.",
  leaves: "Each step is longer than the last, and it leaves the picture.",
}

export const CHALLENGES = [
  {
    key: "place",
    name: "Five steps",
    limit: STEPS,
    place: true,
    question: ({ rate }) => `Learning rate ${chosen(rate)}. Where will the walker stand after ${STEPS} steps? Click that place in the picture.`,
    setups: [
      { ground: "bowl", start: 3, rate: 0.1 },
      { ground: "bowl", start: -3.5, rate: 0.7 },
      { ground: "two_valleys", start: 0.6, rate: 0.1 },
      { ground: "neuron", start: 6, rate: 0.04 },
    ],
    answer: (walk) => walk.w,
    holds: (bet, walk) => Math.abs(bet - walk.w) <= closeOn(walk.curve),
    told: (bet, walk) => `After ${walk.steps} steps it stands at w = ${number(walk.w)}, ${number(Math.abs(walk.w - bet))} away (within ${number(closeOn(walk.curve))} counts as right).`,
  },
  {
    key: "valley",
    name: "Which valley",
    limit: 2 * LONG,
    question: ({ start, rate }) => `From w = ${chosen(start)} with learning rate ${chosen(rate)}: in which of the two valleys does the walker end?`,
    options: { left: "The left one", right: "The right one", none: "Neither" },
    setups: [
      { ground: "two_valleys", start: 2.9, rate: 0.05 },
      { ground: "two_valleys", start: 0, rate: 0.05 },
      { ground: "two_valleys", start: 3, rate: 0.2 },
      { ground: "two_valleys", start: 0.3, rate: 0.02 },
    ],
    answer: (walk) => (ending(walk) === "settles" ? ["left", "right"][valleyOf(walk.curve, walk.w)] : "none"),
    told: (_, walk) => `After ${walk.steps} steps it stands at w = ${number(walk.w)}, loss ${number(at(walk.curve, walk.w).loss)}.`,
  },
  {
    key: "rate",
    name: "Step size",
    limit: LONG,
    question: ({ rate }) => `Learning rate ${chosen(rate)} on this bowl: how will the walk go?`,
    options: {
      settles: "It settles in the valley",
      crawls: `It crawls: after ${LONG} steps it is still on its way`,
      bounces: "It bounces from side to side for ever",
      leaves: "It leaps out of the picture",
    },
    setups: [1.1, 0.01, 0.9, 1, 0.5].map((rate) => ({ ground: "bowl", start: 3, rate })),
    answer: ending,
    told: (_, walk) => `${HOW[ending(walk)]} After ${walk.steps} steps it is at w = ${number(walk.w)}, loss ${number(at(walk.curve, walk.w).loss)}.`,
  },
]

// The walk on which a challenge is decided.
export function decided(challenge, { ground, start, rate }, curves) {
  return ahead(curves[ground], start, rate, challenge.limit)
}
