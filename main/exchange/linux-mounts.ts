/** Where desktops mount sticks, and where an administrator mounts by hand. */
const mediaRoots = ['/media/', '/run/media/', '/mnt/'];

/** Pseudo file systems that can stand under those roots and are no medium. */
const notMedia = new Set(['proc', 'sysfs', 'devtmpfs', 'tmpfs', 'cgroup', 'cgroup2', 'overlay', 'autofs', 'squashfs', 'fuse.gvfsd-fuse', 'fuse.portal', '9p']);

/** Mount points of removable media in the text of /proc/mounts, in its order. */
export function parseMounts(text: string): readonly string[] {
  const paths: string[] = [];
  for (const line of text.split('\n')) {
    const [, target, type] = line.split(' ');
    if (target === undefined || type === undefined || notMedia.has(type)) continue;
    const path = unescapeOctal(target);
    if (mediaRoots.some((root) => path.startsWith(root)) && !paths.includes(path)) paths.push(path);
  }
  return paths;
}

/** The kernel writes a blank as `\040`; other bytes stand as they are. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/gu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
