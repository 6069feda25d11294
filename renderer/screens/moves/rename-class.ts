import type { RollOver } from '#core/contract/year-turn.ts';

type Named = Pick<RollOver, 'classes' | 'promotions' | 'retained'>;

/**
 * A class of the new year under another name: whoever was to go there still does. Pupils are sent to names: where another class has the old or the new one, nobody
 * can tell whose they are, and none of them is sent elsewhere.
 */
export function renameClass({ classes, promotions, retained }: Named, index: number, to: string): Named {
  const name = classes[index]?.name;
  const shared = classes.some((other, place) => place !== index && (other.name === name || other.name === to));
  const sent = <Row extends { readonly to: string }>(list: readonly Row[]): Row[] => list.map((each) => (each.to === name && !shared ? { ...each, to } : each));
  return { classes: classes.map((each, place) => (place === index ? { ...each, name: to } : each)), promotions: sent(promotions), retained: sent(retained) };
}
