import { useEffect } from 'react';

/** Names the window after what it shows, and gives the old name back afterwards (a lock over a screen). */
export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Học Bạ`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
