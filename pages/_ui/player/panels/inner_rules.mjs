// Each optimizer's rule for one parameter, with its numbers: what it notes, then where it goes.
// The same equations as in gd_core/optim/optimizers.py.

import { digits } from "./inner_digits.mjs"

const EPS = { adagrad: 1e-10, rmsprop: 1e-8, adam: 1e-8, adadelta: 1e-6 }

const RULES = {
  sgd: ({ g, eta }) => ({ notes: [], by: eta * g, how: `η g = ${n(eta)} · ${n(g)}` }),
  momentum: ({ g, eta, state: [v], mu }) => {
    const now = mu * v + g
    return { notes: [`v ← μ v + g = ${n(mu)} · ${n(v)} + ${n(g)} = ${digits(now)}`], by: eta * now, how: `η v = ${n(eta)} · ${n(now)}` }
  },
  nesterov: ({ g, eta, state: [v], mu }) => {
    const now = mu * v + g
    return {
      notes: [`v ← μ v + g = ${n(mu)} · ${n(v)} + ${n(g)} = ${digits(now)}`],
      by: eta * (g + mu * now),
      how: `η (g + μ v) = ${n(eta)} · (${n(g)} + ${n(mu)} · ${n(now)})`,
    }
  },
  adagrad: ({ g, eta, state: [s] }) => {
    const now = s + g * g
    return {
      notes: [`s ← s + g² = ${n(s)} + ${n(g * g)} = ${digits(now)}`],
      by: (eta * g) / (Math.sqrt(now) + EPS.adagrad),
      how: `η g / √s = ${n(eta)} · ${n(g)} / ${n(Math.sqrt(now))}`,
    }
  },
  rmsprop: ({ g, eta, state: [s], alpha }) => {
    const now = alpha * s + (1 - alpha) * g * g
    return {
      notes: [`s ← α s + (1 − α) g² = ${n(alpha)} · ${n(s)} + ${n(1 - alpha)} · ${n(g * g)} = ${digits(now)}`],
      by: (eta * g) / (Math.sqrt(now) + EPS.rmsprop),
      how: `η g / √s = ${n(eta)} · ${n(g)} / ${n(Math.sqrt(now))}`,
    }
  },
  adam,
  adamw: (given) => {
    const { w, eta, decay } = given
    const kept = (1 - eta * decay) * w
    const { notes, by, how } = adam(given)
    return { notes: [...notes, `w ← (1 − η λ) w = ${digits(kept)}`], by, how, from: kept }
  },
  adadelta: ({ g, eta, state: [s, u], rho }) => {
    const now = rho * s + (1 - rho) * g * g
    const d = (Math.sqrt(u + EPS.adadelta) / Math.sqrt(now + EPS.adadelta)) * g
    return {
      notes: [`s ← ρ s + (1 − ρ) g² = ${digits(now)}`, `d = √u / √s · g = ${digits(d)}`],
      by: eta * d,
      how: `η d = ${n(eta)} · ${n(d)}`,
    }
  },
}

function adam({ g, eta, state: [m, v], beta1, beta2, t }) {
  const mean = beta1 * m + (1 - beta1) * g
  const square = beta2 * v + (1 - beta2) * g * g
  const [fairMean, fairSquare] = [mean / (1 - beta1 ** t), square / (1 - beta2 ** t)]
  return {
    notes: [
      `m ← β₁ m + (1 − β₁) g = ${digits(mean)}, corrected ${digits(fairMean)}`,
      `v ← β₂ v + (1 − β₂) g² = ${digits(square)}, corrected ${digits(fairSquare)}`,
    ],
    by: (eta * fairMean) / (Math.sqrt(fairSquare) + EPS.adam),
    how: `η m / √v = ${n(eta)} · ${n(fairMean)} / ${n(Math.sqrt(fairSquare))}`,
  }
}

// The lines for the update that leaves a recorded point, of the parameter called `name`.
export function lines(own, track, index, name) {
  const w = track.params[0][index]
  const { momentum: mu, alpha, beta1, beta2, rho, weight_decay: decay } = own.settings
  const given = { w, mu, alpha, beta1, beta2, rho, decay }
  Object.assign(given, { g: own.g[index], eta: own.rate[index], t: track.step[index] - own.since + 1 })
  given.state = own.state.map((column) => column[index])
  const { notes, by, how, from = w } = RULES[own.rule](given)
  return [...notes.map((note) => note.replace(/^w ←/, `${name} ←`)), `${name} ← ${name} − ${how.replace(" = ", ` = ${n(from)} − `)} = ${digits(from - by)}`]
}

function n(value) {
  const text = digits(value)
  return value < 0 ? `(${text})` : text
}
