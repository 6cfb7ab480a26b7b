import type { WarningCode } from '../types.ts';
import { grouped, type Sentence } from './sentence.ts';

const CLASSES: Record<string, string> = {
  metadata: '云平台发放凭据的地址',
  unspecified: '未指定地址',
  'link-local': '链路本地地址',
  multicast: '组播地址',
  broadcast: '广播地址',
  reserved: '保留地址',
};

/** Simplified Chinese sentences for warnings. */
export const zhWarnings: Record<WarningCode, Sentence> = {
  'host-bits': { message: (p) => `${p.text} 表示网段 ${p.network}。` },
  'network-broadcast-included': {
    message: (p) => `${p.text} 包含 ${p.network} 和 ${p.broadcast}。`,
    hint: () => '它们往往是网络地址和广播地址。',
  },
  duplicate: {
    message: (p) => (p.all === 1 ? '这些主机前面都已列出。' : `其中 ${grouped(p.count)} 台前面已列出。`),
  },
  'excluded-nothing': { message: () => '这一项没有排除任何已选主机。' },
  'looks-like-a-range': {
    message: (p) => `${p.name} 被当作一个主机名。`,
    hint: (p) => `范围请写 ${p.range}。`,
  },
  'address-then-name': {
    message: (p) => `${p.address} 和 ${p.name} 被当作两台主机。`,
    hint: () => '在 hosts 文件里它们是同一台机器，请只写其中一个。',
  },
  'sensitive-address': {
    message: (p) => `${p.host} 是${CLASSES[p.class ?? ''] ?? p.class}。`,
    hint: () => '若非有意，请排除它。',
  },
};
