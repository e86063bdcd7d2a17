import { type PhaseName, phaseNames } from './phases/model.ts';

/** True from a phase of the migration on. */
export const hasReached = (phase: PhaseName, named: PhaseName): boolean => phaseNames.indexOf(phase) >= phaseNames.indexOf(named);

/** From this phase on the central management store is on 2013 ("Move the Lync Server 2010 Central Management Server"). */
export const centralStoreMovesIn: PhaseName = 'decommission';
