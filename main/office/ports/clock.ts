/** Time and ids come from outside, so that use cases can be replayed exactly. */
export type Clock = {
  /** Now, ISO 8601 to the second with the PC's offset: `2026-05-31T10:15:00+07:00`. */
  now(): string;
};

export type IdSource = {
  /** A new UUID v4 in lower case. */
  next(): string;
};
