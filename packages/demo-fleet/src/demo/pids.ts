/** `$$` of every command on a demo machine. */
export const SHELL_PID = 8143;
/** The `sshd` child that started it. */
export const PARENT_PID = 8121;
