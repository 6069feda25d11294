import { longEditing } from '../components/comment-help.tsx';

export type CellField = HTMLInputElement | HTMLTextAreaElement;

/** Whether the field is being typed in (and its text not given to the queue yet). Kept at the element: no drawing hangs on it. */
export function isEditing(field: CellField): boolean {
  return field.dataset['editing'] !== undefined;
}

export function beginEditing(field: CellField): void {
  if (isEditing(field)) return;
  field.dataset['editing'] = '';
  if (!(field instanceof HTMLTextAreaElement)) return;
  field.dataset['opens'] = openingOf(field);
  tell(field);
}

export function endEditing(field: CellField): void {
  delete field.dataset['editing'];
  delete field.dataset['opens'];
  if (!(field instanceof HTMLTextAreaElement)) return;
  field.scrollTop = 0;
  tell(field);
}

function tell(field: HTMLTextAreaElement): void {
  field.dispatchEvent(new Event(longEditing, { bubbles: true }));
}

/** Whether the focus went to something that belongs to the field (its phrases): the text is still being written. */
export function keepsEditing(to: EventTarget | null): boolean {
  return to instanceof Element && to.closest('[data-keeps-editing]') !== null;
}

/** A roomy box opens down and to the right of its cell, or the other way where the frame ends. */
function openingOf(field: HTMLTextAreaElement): string {
  const cell = field.closest('td')?.getBoundingClientRect();
  const frame = field.closest('.grid-frame')?.getBoundingClientRect();
  if (cell === undefined || frame === undefined) return 'down right';
  return `${cell.top + 190 > frame.bottom ? 'up' : 'down'} ${cell.left + 480 > frame.right ? 'left' : 'right'}`;
}

/** The text field of a cell, where the element is one. */
export function fieldOf(target: EventTarget | Element | null): CellField | null {
  return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.dataset['cell'] !== undefined ? target : null;
}
