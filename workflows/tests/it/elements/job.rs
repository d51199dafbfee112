//! Jobs: service, send, script and rule tasks done by workers.

use crate::script::{check, check_with};

#[test]
fn a_worker_does_the_job_and_its_result_rises() {
    check(
        "start s -> j
         service j type=geo header:zoom=7 in:place='= 1' -> e
         end e",
        "
        - expect: { waits: [{ element: j, kind: job, name: geo }] }
        - job: geo
          with: { at: here, place: 9 }
        - expect: { state: completed, variables: { at: here, place: null }, calls: [{ type: geo, zoom: '7', place: 1 }] }
        ",
    );
}

#[test]
fn spent_retries_are_an_incident_that_gives_new_attempts() {
    check(
        "start s -> j
         send j type=mail -> e
         end e",
        "
        - fail: j
          retries: 2
        - expect: { state: waiting }
        - fail: j
          message: no route
        - expect: { state: incident, incidents: [{ element: j, code: JOB_FAILED }] }
        - retry: j
        - expect: { state: waiting, incidents: [], waits: [{ element: j, kind: job }] }
        - job: j
        - expect: { state: completed }
        ",
    );
}

#[test]
fn built_in_jobs_complete_by_themselves_in_a_scenario() {
    check_with(
        "start s -> n
         service n type=mufakat:number header:resultVariable=decree header:series=DECREE -> m
         service m type=mufakat:mail header:template=invitation in:to='= [1, 2]' -> d
         service d type=mufakat:document header:kind=minutes header:resultVariable=minutes -> e
         end e",
        "",
        "
        - expect:
            state: completed
            variables: { decree: NUMBER-1, minutes: { id: doc-1, kind: minutes } }
            mails: [{ template: invitation, to: [1, 2] }]
            calls: [{ type: 'mufakat:number', series: DECREE }, { element: d }]
        ",
    );
}

#[test]
fn a_scenario_may_answer_for_any_worker_or_hold_one_back() {
    check_with(
        "start s -> a
         service a type=geo -> b
         service b type=mufakat:hash -> e
         end e",
        "jobs: { geo: { result: { at: here } }, b: { manual: true } }",
        "
        - expect: { variables: { at: here }, waits: [{ element: b, kind: job }] }
        - job: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_faulty_job_type_is_an_incident() {
    check(
        "start s -> j
         service j type='= missing' -> e
         end e",
        "- expect: { incidents: [{ element: j, code: NAME_EXPECTED }] }",
    );
}
