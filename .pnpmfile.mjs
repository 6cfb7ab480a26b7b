// The packages that carry the Node runtime write `"os": "linux"`, a string where pnpm wants a list;
// without this every platform's binary would be downloaded.
export const hooks = {
  readPackage(pkg) {
    for (const key of ['os', 'cpu', 'libc']) if (typeof pkg[key] === 'string') pkg[key] = [pkg[key]];
    return pkg;
  },
};
