// The words that are explained where they first stand: this table is the pages', the player's and the Guide's.
//
// Strict JSON behind the "=": Python reads it, too. `forms` is a regular expression of how prose says the word.

export const TERMS = {
  "gradient descent": {
    "forms": "[Gg]radient descent",
    "means": "A way to make a loss small: change every parameter a little against its gradient, and repeat."
  },
  "gradient length": {
    "forms": "[Gg]radient length|length of the gradient",
    "means": "The size of all slopes together: the square root of the sum of their squares. It is 0 on level ground."
  },
  "gradient": {
    "forms": "[Gg]radients?",
    "means": "The slope of the loss along each parameter: how fast the loss grows when that parameter grows."
  },
  "learning rate": {
    "forms": "[Ll]earning rates?",
    "means": "A number that you choose. Each step is learning rate × gradient: new weight = old weight − learning rate × gradient."
  },
  "eta": {
    "forms": "\\$\\\\eta\\$|η",
    "means": "The Greek letter eta: short for the learning rate."
  },
  "lambda": {
    "forms": "\\$\\\\lambda(?: = [^$]*)?\\$|λ",
    "means": "The Greek letter lambda: here the curvature, that is, how fast the slope itself changes along a direction."
  },
  "loss": {
    "forms": "[Ll]oss(?:es)?",
    "means": "One number that says how wrong the model is on its samples. Training makes it small."
  },
  "epoch": {
    "forms": "[Ee]pochs?",
    "means": "One pass of training through all the samples."
  },
  "batch": {
    "forms": "(?:[Mm]ini-|[Ff]ull )?[Bb]atch(?:es)?",
    "means": "The samples that one update looks at: all (full), a few (mini), or one (stochastic)."
  },
  "ReLU": {
    "forms": "ReLUs?",
    "means": "A function that keeps numbers above 0 and turns all others into 0. A neuron whose sum is below 0 is off."
  },
  "sigmoid": {
    "forms": "[Ss]igmoids?",
    "means": "A function that turns any number z into one between 0 and 1: 1 / (1 + e^(−z))."
  },
  "parameter": {
    "forms": "[Pp]arameters?",
    "means": "A number of the model that training changes: a weight or a bias. For a function, x or y."
  },
  "sample": {
    "forms": "[Ss]amples?",
    "means": "One example from the data: its inputs, and the answer that is wanted."
  },
  "seed": {
    "forms": "[Ss]eeds?",
    "means": "A number that decides the random start and the order of the samples. The same seed gives the same run."
  },
  "weight": {
    "forms": "[Ww]eights?",
    "means": "A number by which a neuron multiplies an input. Training changes it."
  },
  "bias": {
    "forms": "[Bb]ias(?:es)?",
    "means": "A number that a neuron adds to its sum, whatever the inputs are. Training changes it."
  }
}

const whole = (forms) => (forms.includes("$") ? forms : `\\b(?:${forms})\\b`)
const WORDS = new RegExp(Object.values(TERMS).map(({ forms }) => `(${whole(forms)})`).join("|"), "g")

// Writes `text` into `element`, with the first of each word marked, where it differs from what stands there.
export function explain(element, text) {
  if (element.textContent === text) return
  const met = new Set()
  let end = 0
  element.replaceChildren()
  for (const found of text.matchAll(WORDS)) {
    const term = Object.keys(TERMS)[found.slice(1).findIndex((form) => form !== undefined)]
    if (met.has(term)) continue
    met.add(term)
    element.append(text.slice(end, found.index), termed(term, found[0]))
    end = found.index + found[0].length
  }
  element.append(text.slice(end))
}

// `text` as an element that is explained as the word `term`, where it is the first on the page.
export function termed(term, text = term) {
  const made = Object.assign(document.createElement("dfn"), { className: "gd-term", textContent: text })
  made.dataset.term = term
  return made
}
