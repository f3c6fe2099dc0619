// Looks for what people may not mean to publish: telephone numbers, e-mail, full postcodes, number plates, links.
// It only asks; the writer decides.

const FINDERS = [
  ["email", /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  ["link", /\b(?:https?:\/\/|www\.)\S+/giu],
  ["phone", /(?<![\p{L}\p{N}])(?:\+|00)?\(?\d[\d\s().-]{8,}\d(?![\p{L}\p{N}])/gu],
  ["postcode", /\b[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s?\d[ABD-HJLN-UW-Z]{2}\b/giu],
  ["plate", /\b[A-HJ-PR-Y]{2}\d{2}\s?[A-HJ-PR-Z]{3}\b/gu],
];

/** What was found: [{kind, start, end}], in order and without overlap. Dates and years are not telephone numbers. */
export function findPrivateDetails(text) {
  const found = [];
  for (const [kind, pattern] of FINDERS) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (kind === "phone" && match[0].replace(/\D/g, "").length < 10) continue;
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ kind, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The text with what was found put out of sight. */
export function maskPrivateDetails(text) {
  let masked = "";
  let from = 0;
  for (const { start, end } of findPrivateDetails(text)) {
    masked += `${text.slice(from, start)}•••`;
    from = end;
  }
  return masked + text.slice(from);
}
