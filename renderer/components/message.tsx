import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

export type MessageTone = 'bad' | 'warning' | 'good' | 'info';

const icons = {
  bad: <Icon name="bad" />,
  warning: <Icon name="warning" />,
  good: <Icon name="good" />,
  info: <Icon name="info" />,
} satisfies Record<MessageTone, ReactNode>;

/** A framed remark. `announce`: read out at once by screen readers (errors), or when there is a pause (states). */
export function Message({ tone, title, announce, children, actions }: {
  readonly tone: MessageTone;
  readonly title?: string | undefined;
  readonly announce?: 'now' | 'later' | undefined;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const role = announce === undefined ? {} : { role: announce === 'now' ? 'alert' : 'status' };
  return (
    <div className={`message message--${tone}`} {...role}>
      <span className="message__icon" aria-hidden="true">
        {icons[tone]}
      </span>
      <div className="message__text">
        {title !== undefined && <p className="message__what">{title}</p>}
        {children}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  );
}
