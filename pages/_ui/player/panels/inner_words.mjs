// What is said of an optimizer at the step shown.

import { toward } from "./digits.mjs"
import { digits } from "./inner_digits.mjs"

const MEMORY = {
  momentum: "the velocity",
  nesterov: "the velocity",
  adam: "the mean of earlier gradients",
  adamw: "the mean of earlier gradients",
}

const PLAIN = "SGD has no memory: each step is the gradient times the learning rate, which is the same for every parameter."

export function told(own, names, index, track) {
  if (track.end === 0) return "The run makes no update."
  if (index >= track.end) return `The last update, to step ${track.step[track.end]}. ${told(own, names, track.end - 1, track)}`
  if (index < own.first) return `Up to step ${track.step[own.first] ?? ""} it is the same as the pinned run.`
  const inside = [carriedWords(own, index, track.step[index] === own.since), sizesWords(own, names, index)].filter(Boolean).join(" ")
  return [inside || PLAIN, rateWords(own, index)].filter(Boolean).join(" ")
}

function rateWords({ scheduled, rate }, index) {
  return scheduled ? `The learning rate is ${digits(rate[index])} now.` : ""
}

function carriedWords({ rule, carried, own }, index, fresh) {
  if (!carried) return ""
  const [brought, added] = [carried.length[index], own.length[index]]
  if (fresh) return "This is the first step: there are no earlier gradients yet."
  return `Of this step, ${digits(brought)} comes from ${MEMORY[rule]} and ${digits(added)} from the gradient.`
}

function sizesWords({ sizes }, names, index) {
  if (!sizes) return ""
  const values = sizes.map((column) => column[index])
  const felt = values.filter(Number.isFinite)
  if (felt.length < 2) return ""
  const [most, least] = [Math.max(...felt), Math.min(...felt)]
  if (!(least > 0) || most / least < 1.05) return "All parameters go about as far for the same gradient."
  const [far, near] = [most, least].map((value) => names[values.indexOf(value)])
  return `For the same gradient ${far} goes ${toward(most / least, 1, 2)} times as far as ${near}.`
}
