import { useEffect } from 'react';
import { shellTexts } from '#core/text/shell.ts';
import { Icon } from '../components/icons.tsx';
import { useNotices, type Notice } from '../state/notices.ts';
import { useTexts } from '../state/use-texts.ts';

const shownFor = 6000;

/** Short remarks at the edge of the window. */
export function Notices() {
  const texts = useTexts(shellTexts);
  const notices = useNotices((store) => store.notices);
  return (
    <section className="notices" aria-live="polite" aria-label={texts.notices}>
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} label={texts.dismiss} />
      ))}
    </section>
  );
}

function OneNotice({ notice, label }: { readonly notice: Notice; readonly label: string }) {
  const dismiss = useNotices((store) => store.dismiss);
  useEffect(() => {
    const timer = setTimeout(() => dismiss(notice.id), shownFor);
    return () => clearTimeout(timer);
  }, [notice.id, dismiss]);
  return (
    <div className={`notice notice--${notice.tone}`}>
      <span>{notice.text}</span>
      <button type="button" className="button button--quiet" aria-label={label} onClick={() => dismiss(notice.id)}>
        <Icon name="bad" size={14} />
      </button>
    </div>
  );
}
