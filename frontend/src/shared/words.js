// Our own words arrive from the server in one catalogue; here they are only filled in.

/**
 * A translator over a catalogue {key: text}: `t("key", {name: value})` fills `{name}`. A text that depends on a
 * number has keys `key.one`, `key.other` … and is chosen by the language's own plural rule.
 */
export function translator(catalogue, language = "en") {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return function t(key, values = {}) {
    const chosen = "n" in values ? (catalogue[`${key}.${plural.select(values.n)}`] ?? catalogue[`${key}.other`]) : undefined;
    const text = chosen ?? catalogue[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      if (!(name in values)) return whole;
      return typeof values[name] === "number" ? number.format(values[name]) : String(values[name]);
    });
  };
}
