/** Can every check look? One line and a remedy for each thing that checks look with or look at. */
export { type DoctorOptions, examine } from './doctor.ts';
export type { Look, LookState } from './model.ts';
export { canLook, renderLooks } from './render.ts';
