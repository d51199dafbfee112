//! Multi-instance (BPMN 13.3.7).

use crate::script::{check, check_with};

#[test]
fn outputs_are_collected_in_the_order_of_the_input() {
    check_with(
        "start s -> a
         user a mi=parallel over='= agencies' as=agency out=answers outel='= answer' assignee='= agency' -> e
         end e",
        "start: { variables: { agencies: [A, B, C] } }",
        "
        - expect: { tasks: [{ element: a, assignee: A, item: 1 }, { element: a, item: 2 }, { element: a, item: 3 }] }
        - complete: a
          item: 3
          with: { answer: three }
        - complete: a
          where: { agency: A }
          with: { answer: one }
        - complete: a
          with: { answer: two }
        - expect: { state: completed, variables: { answers: [one, two, three], answer: null } }
        ",
    );
}

#[test]
fn a_sequence_does_one_after_the_other() {
    check_with(
        "start s -> a
         user a mi=sequential over='= chain' as=rung assignee='= rung' -> e
         end e",
        "start: { variables: { chain: [x, y] } }",
        "
        - expect: { tasks: [{ element: a, assignee: x, item: 1 }] }
        - complete: a
        - expect: { tasks: [{ element: a, assignee: y, item: 2 }] }
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn the_completion_condition_withdraws_the_rest() {
    check(
        "start s -> a
         user a mi=parallel n='= 5' until='= numberOfCompletedInstances >= 3' -> b
         user b -> e
         end e",
        "
        - complete: a
        - complete: a
        - expect: { tasks: [{ element: a, count: 3 }] }
        - complete: a
        - expect: { tasks: [b] }
        - complete: a
          refused: WITHDRAWN
        ",
    );
}

#[test]
fn the_completion_condition_sees_what_was_collected_so_far() {
    check_with(
        "start s -> a
         user a mi=sequential over='= [1, 2, 3]' as=n out=seen outel='= n * 10' until='= sum(seen[item != null]) >= 30' -> e
         end e",
        "",
        "
        - complete: a
        - complete: a
        - expect: { state: completed, variables: { seen: [10, 20, null] } }
        ",
    );
}

#[test]
fn an_empty_collection_passes_at_once() {
    check_with(
        "start s -> a
         user a mi=parallel over='= nobody' as=x out=results outel='= x' -> e
         end e",
        "start: { variables: { nobody: [] } }",
        "- expect: { state: completed, variables: { results: [] } }",
    );
}

#[test]
fn counters_tell_where_it_stands() {
    check(
        "start s -> x
         sub x mi=parallel n='= 3' -> e {
           start xs -> a
           user a -> t
           script t script='= [loopCounter, numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances]' result=seen -> xe
           end xe
         }
         end e",
        "
        - complete: a
        - complete: a
        - expect: { variables: { seen: [2, 3, 2, 1] } }
        ",
    );
}

#[test]
fn a_value_that_is_no_list_is_an_incident() {
    check_with(
        "start s -> a
         user a mi=parallel over='= agencies' as=x -> e
         end e",
        "",
        "
        - expect: { incidents: [{ element: a, code: COLLECTION_EXPECTED }] }
        - set: { agencies: [1] }
        - retry: a
        - complete: a
        - expect: { state: completed }
        ",
    );
}

#[test]
fn too_many_items_are_an_incident_and_nothing_hangs() {
    check_with(
        "start s -> a
         user a mi=parallel n='= many' -> e
         end e",
        "start: { variables: { many: 1000000 } }",
        "- expect: { tasks: [], incidents: [{ element: a, code: ITEMS_LIMIT }] }",
    );
}

#[test]
fn a_multi_instance_inside_a_multi_instance_counts_for_itself() {
    check(
        "start s -> x
         sub x mi=parallel over='= [1, 2]' as=group -> e {
           user a mi=parallel over='= [1, 2, 3]' as=member name='{group}.{member}'
         }
         end e",
        "
        - expect: { tasks: [{ element: a, name: '1.1' }, { element: a, name: '1.2' }, { element: a, name: '1.3' }, { element: a, name: '2.1' }, { element: a, name: '2.2' }, { element: a, name: '2.3' }] }
        - complete: a
          all: true
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_number_repeats_without_a_collection() {
    check(
        "start s -> a
         user a mi=parallel n=3 -> e
         end e",
        "
        - expect: { tasks: [{ element: a, count: 3 }] }
        - complete: a
          all: true
        - expect: { state: completed }
        ",
    );
}

#[test]
fn jobs_messages_and_scripts_can_be_repeated() {
    check(
        "start s -> j
         service j type=work mi=parallel n=2 -> r
         receive r message=IN key='= loopCounter' mi=sequential n=2 -> t
         script t script='= loopCounter * 2' result=twice mi=sequential n=3 out=all outel='= twice' -> e
         end e",
        "
        - expect: { waits: [{ element: j, kind: job }, { element: j, kind: job }] }
        - job: j
        - job: j
        - message: IN
          key: '1'
        - message: IN
          key: '2'
        - expect: { state: completed, variables: { all: [2, 4, 6] } }
        ",
    );
}

#[test]
fn the_completion_condition_leaves_out_the_rest_of_a_sequence() {
    check(
        "start s -> a
         user a mi=sequential n=5 until='= enough' -> e
         end e",
        "
        - complete: a
        - complete: a
          with: { enough: true }
        - expect: { state: completed, done: [a, a] }
        ",
    );
}

#[test]
fn the_completion_condition_may_count_what_was_withdrawn() {
    check(
        "start s -> a
         sub a mi=parallel n='= 3' until='= numberOfTerminatedInstances = 0 and numberOfCompletedInstances = 1 and numberOfActiveInstances = 2' -> e {
         start s2 -> u
         user u -> e2
         end e2
         }
         end e",
        "
        - complete: u
        - expect: { state: completed }
        ",
    );
}
