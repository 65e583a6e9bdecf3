// A list as a file, to keep, to edit and to pass on: JSON that people can read.

const NAME = "gradient-descent-list.json"
const MOST_BYTES = 200_000

// Gives `entries` to the browser as a download.
export function saved(entries) {
  const text = JSON.stringify({ list: "Gradient Descent Lab", version: 1, entries }, null, 2)
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }))
  Object.assign(document.createElement("a"), { href: url, download: NAME }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

// Asks for a file: gives its `entries`, unchecked, or what is `wrong` with it; neither if none is chosen.
export function opened() {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json" })
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(read(input.files[0])))
    input.addEventListener("cancel", () => resolve({ wrong: "" }))
    input.click()
  })
}

async function read(file) {
  if (file.size > MOST_BYTES) return { wrong: `A list's file has at most ${MOST_BYTES / 1000} kB; “${file.name}” has ${Math.ceil(file.size / 1000)}.` }
  try {
    return entriesOf(JSON.parse(await file.text()), file.name)
  } catch (error) {
    return { wrong: `“${file.name}” is no list: it is not JSON. ${error.message}` }
  }
}

// Of all the list's or of its entries alone.
function entriesOf(found, name) {
  const entries = Array.isArray(found) ? found : found?.entries
  if (!Array.isArray(entries)) return { wrong: `“${name}” is no list: it has no “entries”.` }
  return entries.length ? { entries } : { wrong: `“${name}” has no entry.` }
}
