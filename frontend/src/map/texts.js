// Words about things: what a category, kind or place is called, and when something was said.

const DAY_MS = 86_400_000;

export class Texts {
  constructor(t, setup, { language, base }) {
    Object.assign(this, { t, setup, language, base });
    this.date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  }

  category(code) {
    return this.setup.categories.find((category) => category.code === code);
  }

  kind(code) {
    return this.setup.kinds.find((kind) => kind.code === code);
  }

  spaceKind(code) {
    return this.setup.space_kinds.find((kind) => kind.code === code) ?? { code, label: code, plural: code, group: "open" };
  }

  /** What was said beside a pin, in one line; empty where nothing was. */
  detail(detail) {
    const words = ({ name, answers }) => [detail[name] ?? []].flat().map((code) => answers.find((answer) => answer.code === code)?.label).filter(Boolean);
    const until = Date.parse(detail.until ?? "");
    const parts = this.setup.details.flatMap((question) => {
      const said = words(question).join(", ");
      return said && question.name === "hours" && Number.isFinite(until) ? `${said} (${this.t("said.ends", { day: this.date.format(until) })})` : said;
    });
    return parts.filter(Boolean).join(" · ");
  }

  where({ ward, borough }) {
    return [ward, borough].filter(Boolean).join(", ");
  }

  when(iso) {
    const then = Date.parse(iso);
    if (!Number.isFinite(then)) return "";
    return Date.now() - then < DAY_MS ? this.t("today") : this.date.format(then);
  }

  pageUrl(page, query = {}) {
    const search = new URLSearchParams(query).toString();
    return `${this.base}${page}${search ? `?${search}` : ""}`;
  }
}
