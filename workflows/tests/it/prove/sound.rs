//! Models that look suspicious and are right.

use super::{assert_sound, proof};

#[test]
fn an_inclusive_fork_with_its_join_around_a_loop_is_sound() {
    assert_sound(
        "start s -> f
         or f -> a [= x], m [= y], c [default]
         user a -> j
         xor m -> b
         user b -> g
         xor g -> m [= again], j [default]
         user c -> j
         or j -> e
         end e",
    );
}

#[test]
fn an_inclusive_fork_inside_a_loop_is_sound() {
    assert_sound(
        "start s -> m
         xor m -> f
         or f -> a [= x], b [default]
         user a -> j
         user b -> j
         or j -> g
         xor g -> m [= again], e [default]
         end e",
    );
}

#[test]
fn a_boundary_event_before_an_inclusive_join_is_sound() {
    assert_sound(
        "start s -> f
         and f -> a, b
         user a -> j
         boundary late on a timer=PT1H -> gone
         end gone
         user b -> j
         or j -> e
         end e",
    );
}

#[test]
fn a_boundary_path_that_joins_in_the_place_of_its_activity_is_sound() {
    assert_sound(
        "start s -> f
         and f -> a, b
         user a -> m
         boundary late on a timer=PT1H -> c
         user c -> m
         xor m -> j
         user b -> j
         and j -> e
         end e",
    );
}

#[test]
fn exclusive_branches_may_merge_in_an_activity_one_after_the_other() {
    assert_sound(
        "start s -> g
         xor g -> a [= x = 1], b [= x = 2], c [default]
         user a -> d
         user b -> d
         user d -> h
         user c -> h
         user h -> e
         end e",
    );
}

#[test]
fn parallel_branches_may_run_out_at_one_end_event() {
    assert_sound(
        "start s -> f
         and f -> a, b
         user a -> e
         user b -> e
         end e",
    );
}

#[test]
fn reminders_beside_a_task_may_share_an_element() {
    assert_sound(
        "start s -> m
         xor m -> a
         user a -> g
         boundary first on a timer=PT1H soft -> mail
         boundary second on a timer=PT2H soft -> mail
         boundary again on a cycle=R/P1D soft -> mail
         user mail -> told
         end told
         xor g -> m [= again], e [default]
         end e",
    );
}

#[test]
fn event_sub_processes_of_both_kinds_are_sound() {
    assert_sound(
        "start s -> a
         user a -> b
         user b -> e
         end e
         event note {
         start n message=note key='= 1' soft -> read
         user read -> n2
         end n2
         }
         event stop {
         start w signal=withdrawn -> clear
         user clear -> w2
         end w2
         }",
    );
}

#[test]
fn an_error_in_an_event_sub_process_goes_to_the_scope_around() {
    assert_sound(
        "start s -> sub
         sub sub -> e {
         start s2 -> a
         user a -> e2
         end e2
         event stop {
         start w signal=withdrawn -> clear
         user clear -> bad
         end bad error=STOPPED
         }
         }
         boundary stopped on sub error=STOPPED -> b
         user b -> e
         end e",
    );
}

#[test]
fn a_terminate_end_beside_a_join_that_would_wait_for_ever_is_a_way_out() {
    assert_sound(
        "start s -> f
         and f -> a, b
         user a -> g
         xor g -> t [= bad], j [default]
         end t terminate
         user b -> j
         and j -> e
         end e",
    );
}

#[test]
fn a_transaction_with_cancel_and_compensation_is_sound() {
    assert_sound(
        "start s -> tx
         transaction tx -> m {
         start s2 -> a
         user a -> g
         boundary undo_a on a compensate handler=h
         user h undo
         xor g -> no [= bad], e2 [default]
         end no cancel
         end e2
         }
         boundary cancelled on tx cancel -> m
         xor m -> e
         end e",
    );
}

#[test]
fn a_complex_join_of_two_out_of_three_is_sound() {
    assert_sound(
        "start s -> f
         and f -> a, b, c
         user a -> j
         user b -> j
         user c -> j
         complex j when='= activatedCount >= 2' -> d
         user d -> e
         end e",
    );
}

#[test]
fn links_and_escalations_are_followed() {
    assert_sound(
        "start s -> sub
         sub sub -> t {
         start s2 -> up
         throw up escalation=HELP -> a
         user a -> e2
         end e2
         }
         boundary help on sub escalation=HELP soft -> b
         user b -> e3
         end e3
         throw t link=on
         catch c link=on -> e
         end e",
    );
}

#[test]
fn an_ad_hoc_list_and_repeated_activities_are_sound() {
    assert_sound(
        "start s -> list
         adhoc list until='= enough' -> each {
         user u
         user v -> w
         user w
         }
         sub each mi=parallel over='= items' as=item -> twice {
         start s2 -> a
         user a -> e2
         end e2
         }
         user twice loop='= again' max=3 -> e
         end e",
    );
}

#[test]
fn a_wide_and_long_fork_stays_small_because_independent_orders_are_explored_once() {
    let mut text = String::from("start s -> f\n");
    let names: Vec<String> = (0..12).map(|way| format!("a{way}")).collect();
    text.push_str(&format!("and f -> {}\n", names.join(", ")));
    for name in &names {
        text.push_str(&format!("user {name} -> {name}x\nuser {name}x -> j\n"));
    }
    text.push_str("and j -> e\nend e");
    let all = super::processes(&text);
    let proof = workflows::prove::prove(&all[0], &|_| None, Default::default());
    assert!(proof.sound, "{proof:#?}");
    assert!(proof.states < 100, "{}", proof.states);
}

#[test]
fn a_process_that_calls_itself_is_a_step_that_ends() {
    let found = proof(
        "start s -> g
         xor g -> again [= x], e [default]
         call again process=p -> e
         end e",
    );
    assert!(found.sound, "{found:#?}");
}

#[test]
fn behind_its_bound_nothing_is_claimed() {
    let all = super::processes(
        "start s -> a
         user a -> b
         user b -> c
         user c -> e
         end e",
    );
    let bounds = workflows::prove::Bounds {
        states: 2,
        reduce: true,
    };
    let proof = workflows::prove::prove(&all[0], &|_| None, bounds);
    assert!(proof.bounded && !proof.sound && proof.findings.is_empty());
}

#[test]
fn an_escalation_from_an_event_sub_process_that_took_over_is_not_caught_beside_it() {
    assert_sound(
        "start s -> a
         service a type=work -> e
         end e
         event stop {
         start s2 error=E -> end2
         end end2 escalation=UP
         }
         event up {
         start s3 escalation= -> end3
         end end3
         }
         event ask {
         start s4 signal=now soft -> end4
         end end4 escalation=UP
         }",
    );
}
