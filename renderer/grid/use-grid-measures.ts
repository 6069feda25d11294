import { useLayoutEffect, useState } from 'react';
import type { GridParts } from './grid-parts.ts';

/**
 * How wide the frame of a grid is (null until it is known), kept with the rest of its view up to date as the window, the head or the foot change.
 * Nothing is measured while cells are typed in.
 */
export function useGridMeasures(parts: GridParts, redraw: () => void, footShown: boolean): number | null {
  const [width, setWidth] = useState<number | null>(null);

  useLayoutEffect(() => {
    const { current: frame } = parts.frame;
    if (frame === null) return undefined;
    const measure = () => {
      if (frame.clientWidth === 0) return;
      parts.view.setState({ width: frame.clientWidth });
      setWidth(frame.clientWidth);
    };
    const scrolled = () => parts.view.setState({ left: frame.scrollLeft, top: frame.scrollTop });
    measure();
    const measureAll = () => {
      measure();
      if (frame.clientHeight > 0) parts.view.setState({ height: frame.clientHeight, beyond: true });
    };
    let settled = false;
    // The first frame shows what is seen; what lies around it is drawn after that.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      if (settled) measureAll();
      else timer ??= setTimeout(() => {
        settled = true;
        measureAll();
      }, 50);
    });
    observer.observe(frame);
    frame.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      frame.removeEventListener('scroll', scrolled);
    };
  }, [parts]);

  const drawn = width !== null;
  useLayoutEffect(() => {
    const { current: table } = parts.table;
    if (!drawn || table === null) return undefined;
    const observer = new ResizeObserver(() => {
      const head = table.tHead?.offsetHeight ?? 0;
      parts.view.setState({ head, foot: table.tFoot?.offsetHeight ?? 0 });
      table.parentElement?.style.setProperty('--grid-head', `${head}px`);
      redraw();
    });
    if (table.tHead !== null) observer.observe(table.tHead);
    if (footShown && table.tFoot !== null) observer.observe(table.tFoot);
    if (!footShown) parts.view.setState({ foot: 0 });
    return () => observer.disconnect();
  }, [parts, drawn, footShown, redraw]);

  return width;
}
