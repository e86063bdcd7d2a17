/** What a code stands for. */
export interface CatalogueEntry {
  /**
   * What it makes of a case: `fail` the estate answered wrongly, `undetermined` we could not look, `usage` the user's input is wrong,
   * `defect` this product is wrong.
   */
  readonly outcome: 'fail' | 'undetermined' | 'usage' | 'defect';
  /** One sentence: what it means. */
  readonly meaning: string;
  /** One sentence: what to do about it. */
  readonly hint: string;
}
