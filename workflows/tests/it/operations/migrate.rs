//! Moving live instances to another version: what goes with them, what is added, what is withdrawn.

use crate::script::{check_migration, check_migration_with};

#[test]
fn a_claimed_task_stays_claimed_and_looks_as_the_new_version_says() {
    check_migration_with(
        "start s -> a
         user a name=Lama users='= who' due='= working days(now(), 5)' priority=70 -> e
         end e",
        "start s -> a
         user a name=Baru users=siti due='= working days(now(), 1)' priority=10 -> b
         user b -> e
         end e",
        "start: { variables: { who: budi } }",
        "
        - claim: a
          to: budi
        - migrate: q
        - expect: { tasks: [{ element: a, name: Baru, assignee: budi, candidates: [budi], due: 2026-07-13, priority: 70 }] }
        - complete: a
        - expect: { tasks: [b] }
        ",
    );
}

#[test]
fn assignment_and_schedule_are_evaluated_again_only_when_asked() {
    check_migration(
        "start s -> a
         user a assignee=ana users=budi -> b
         user b users=budi -> e
         end e",
        "start s -> a
         user a assignee=siti users=tono due='= working days(now(), 1)' priority=10 -> b
         user b users=tono -> e
         end e",
        "
        - migrate: q
          reassign: true
        - expect: { tasks: [{ element: a, assignee: siti, candidates: [tono], due: 2026-07-07, priority: 10 }] }
        - claim: a
          to: dewi
          refused: CLAIMED_BY_OTHER
        - rollback: true
        - expect: { tasks: [{ element: a, assignee: ana, candidates: [budi], priority: 50 }] }
        - complete: a
        - claim: b
          to: dewi
        - migrate: q
          reassign: true
        - expect: { tasks: [{ element: b, assignee: dewi, candidates: [tono] }] }
        ",
    );
}

#[test]
fn an_element_with_another_id_is_mapped() {
    check_migration(
        "start s -> a
         user a -> e
         boundary late on a timer=P3D -> e
         end e",
        "start s -> review
         user review -> done
         boundary overdue on review timer=P9D -> done
         end done",
        "
        - migrate: q
          obstacles: [a ELEMENT_MISSING]
        - migrate: q
          mapping: { a: review, late: overdue }
        - expect:
            tasks: [review]
            waits: [{ element: overdue, kind: timer, due: 2026-07-09T08:00:00+08:00 }]
        - complete: review
        - expect: { state: completed }
        ",
    );
}

#[test]
fn waits_that_the_new_version_adds_are_opened_and_those_gone_withdrawn() {
    check_migration(
        "start s -> sub
         sub sub -> e {
             start i -> a
             user a -> ie
             boundary old on a timer=P3D soft -> ie
             end ie
             event gone {
                 start gs signal=gone soft -> ge
                 end ge
             }
         }
         end e",
        "start s -> sub
         sub sub -> e {
             start i -> a
             user a -> b
             boundary fresh on a timer=P2D soft -> b
             user b -> ie
             end ie
         }
         boundary whole on sub message=stop key='\"k\"' -> e
         event added {
             start as signal=added soft -> ae
             end ae
         }
         end e",
        "
        - advance: 1 days
        - migrate: q
        - expect:
            tasks: [a]
            waits:
              - { element: fresh, kind: timer, due: 2026-07-09T08:00:00+08:00 }
              - { element: whole, kind: message, name: stop, key: k }
              - { element: as, kind: signal }
        - fire: fresh
        - expect: { tasks: [a, b] }
        - message: stop
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_wait_that_is_over_is_not_opened_again() {
    check_migration(
        "start s -> a
         user a -> e
         boundary once on a timer=P1D soft -> b
         user b -> e
         end e",
        "start s -> a
         user a -> e
         boundary once on a timer=P1D soft -> b
         user b -> e
         end e",
        "
        - fire: once
        - migrate: q
        - expect: { tasks: [a, b], waits: [] }
        ",
    );
}

#[test]
fn the_first_of_the_events_behind_a_gateway_may_be_a_new_one() {
    check_migration(
        "start s -> g
         eventgw g -> letter, late
         catch letter message=letter key='\"k\"' -> e
         catch late timer=P5D -> e
         end e",
        "start s -> g
         eventgw g -> letter, alarm
         catch letter message=letter key='\"k\"' -> e
         catch alarm signal=alarm -> a
         user a -> e
         end e",
        "
        - migrate: q
        - expect: { waits: [{ element: alarm, kind: signal }, { element: letter, kind: message }] }
        - signal: alarm
        - expect: { tasks: [a], waits: [] }
        ",
    );
}

#[test]
fn tokens_wait_on_at_the_same_join() {
    check_migration(
        "start s -> fork
         and fork -> a, b
         user a -> join
         user b -> join
         and join -> e
         end e",
        "start s -> fork
         and fork -> a, b
         user b -> c
         user a -> join
         user c -> join
         and join -> d
         user d -> e
         end e",
        "
        - complete: a
        - migrate: q
        - complete: b
        - expect: { tasks: [c] }
        - complete: c
        - expect: { tasks: [d] }
        - complete: d
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_join_for_which_nothing_is_missing_any_more_fires() {
    check_migration(
        "start s -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c -> x
         xor x -> join [= again], e [default]
         and join -> d
         user d -> e
         end e",
        "start s -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c -> e
         and join -> d
         user d -> e
         end e",
        "
        - complete: a
        - complete: b
        - expect: { tasks: [c] }
        - migrate: q
        - expect: { tasks: [c, d] }
        - rollback: true
          obstacles: [c JOIN_STUCK]
        - complete: c
        - complete: d
        - expect: { state: completed }
        ",
    );
}

#[test]
fn the_items_of_a_multi_instance_keep_what_they_have() {
    let process = "start s -> m
         user m name=N mi=parallel over='= [10, 20, 30]' as=x outel='= answer' out=answers -> e
         end e";
    check_migration(
        process,
        &process.replace("name=N", "name='Butir {x}'"),
        "
        - complete: m
          item: 2
          with: { answer: 2 }
        - migrate: q
        - expect: { tasks: [{ element: m, name: Butir 10, item: 1 }, { element: m, name: Butir 30, item: 3 }] }
        - complete: m
          item: 1
          with: { answer: 1 }
        - complete: m
          item: 3
          with: { answer: 3 }
        - expect: { state: completed, variables: { answers: [1, 2, 3] } }
        ",
    );
}

#[test]
fn a_job_under_way_an_incident_and_what_can_be_undone_go_with_the_instance() {
    check_migration(
        "start s -> pay
         service pay type=pay -> a
         boundary undo on pay compensate handler=refund
         service refund undo type=refund
         service a type=geocode -> b
         user b due='= deadline' -> back
         throw back compensate -> e
         end e",
        "start s -> pay
         service pay type=pay -> a
         boundary undo on pay compensate handler=refund
         service refund undo type=refund
         service a type=locate -> b
         user b -> back
         throw back compensate -> e
         end e",
        "
        - job: pay
        - migrate: q
        - job: geocode
        - expect: { tasks: [b] }
        - rollback: true
        - complete: b
        - job: refund
        - expect: { state: completed }
        ",
    );
    check_migration_with(
        "start s -> b
         user b due='= deadline' -> e
         end e",
        "start s -> b
         user b -> e
         end e",
        "start: { variables: { deadline: soon } }",
        "
        - expect: { incidents: [{ element: b, code: SCHEDULE_INVALID }] }
        - migrate: q
        - expect: { incidents: [{ element: b, code: SCHEDULE_INVALID }] }
        - retry: b
        - expect: { tasks: [b], incidents: [] }
        ",
    );
}

#[test]
fn a_called_process_migrates_by_itself() {
    check_migration(
        "start s -> called
         call called process=r -> e
         end e
         process r
         start rs -> b
         user b -> re
         end re",
        "start rs -> b
         user b -> c
         user c -> re
         end re",
        "
        - migrate: q
          in: r
        - complete: b
        - expect: { tasks: [c] }
        - complete: c
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_task_that_a_listener_holds_goes_with_it() {
    check_migration(
        "start s -> a
         user a tasklisten:completing=guard listen:end=after -> e
         end e",
        "start s -> a
         user a -> b
         user b -> e
         end e",
        "
        - complete: a
        - migrate: q
        - job: guard
        - expect: { tasks: [b] }
        ",
    );
}

#[test]
fn a_condition_is_looked_at_again_with_the_words_of_the_new_version() {
    check_migration_with(
        "start s -> a
         user a -> e
         boundary high on a condition='= x > 10' soft -> note
         user note -> e
         end e",
        "start s -> a
         user a -> e
         boundary high on a condition='= x > 3' soft -> note
         user note -> e
         end e",
        "start: { variables: { x: 5 } }",
        "
        - expect: { tasks: [a] }
        - migrate: q
        - expect: { tasks: [a, note] }
        ",
    );
}

#[test]
fn a_suspended_instance_may_be_migrated() {
    check_migration(
        "start s -> a
         user a -> e
         end e",
        "start s -> a
         user a -> b
         user b -> e
         end e",
        "
        - suspend: a wrong form
        - migrate: q
        - expect: { state: suspended, tasks: [a] }
        - resume: true
        - complete: a
        - expect: { tasks: [b] }
        ",
    );
}
