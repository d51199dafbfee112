//! Whether a regency, as its register stands, can staff a process.

use uuid::Uuid;
use workflows::access::{Grant, Held, Mode, Role, Via};
use workflows::id::{PersonId, PositionId};
use workflows::prove::attendance::Attendance;
use workflows::prove::organisation::Lack::{
    NoDefinitiveHolder, QuorumUnreachable, SeparationLeavesNobody, Unstaffed,
};
use workflows::prove::organisation::{
    CouncilSeat, Incumbent, Lack, Organisation, Register, Staffing, staffing,
};

use super::processes;

fn regency() -> Organisation {
    Organisation {
        code: "64.02".to_owned(),
        path: "/id/64/64.02/".to_owned(),
    }
}

/// A person, by number, in a position with a role in a body of the regency.
fn holder(person: u128, body: &str, role: Role, mode: Mode) -> Incumbent {
    let (organisation, path) = if body.is_empty() {
        ("64.02".to_owned(), "/id/64/64.02/".to_owned())
    } else {
        (format!("64.02/{body}"), format!("/id/64/64.02/{body}/"))
    };
    let code = format!("{organisation}/{}", role.code().to_lowercase());
    Incumbent {
        person: PersonId::from_uuid(Uuid::from_u128(person)),
        held: Held {
            position: PositionId::from_uuid(Uuid::from_u128(
                person * 1_000 + code.bytes().map(u128::from).sum::<u128>(),
            )),
            title: code.clone(),
            code,
            organisation: organisation.clone(),
            org_path: path.clone(),
            mode,
            roles: vec![Grant {
                role,
                organisation,
                path,
            }],
            decree: None,
            via: Via::Own,
        },
    }
}

fn examine(text: &str, incumbents: Vec<Incumbent>) -> Staffing {
    let register = Register {
        incumbents,
        ..Register::default()
    };
    staffing(&processes(text)[0], &regency(), &register)
}

fn kinds(staffing: &Staffing) -> Vec<(Lack, &str)> {
    staffing
        .shortfalls
        .iter()
        .map(|lack| (lack.kind, lack.element.as_str()))
        .collect()
}

#[test]
fn a_task_whose_position_is_vacant_is_unstaffed_and_a_filled_one_is_not() {
    let text = "start s -> a
        user a groups=role:REGENCY_HEAD -> b
        user b users=64.02/bappeda/opd_head -> c
        user c groups=OPD_HEAD@64.02 -> e
        end e";
    let vacant = examine(text, Vec::new());
    assert_eq!(
        kinds(&vacant),
        [(Unstaffed, "a"), (Unstaffed, "b"), (Unstaffed, "c")]
    );
    assert!(!vacant.staffed);
    let filled = examine(
        text,
        vec![
            holder(1, "", Role::RegencyHead, Mode::Definitive),
            holder(2, "bappeda", Role::OpdHead, Mode::Plt),
        ],
    );
    assert!(filled.staffed, "{filled:?}");
}

#[test]
fn an_auditor_cannot_do_business_even_where_the_position_is_addressed() {
    let found = examine(
        "start s -> a
         user a groups=role:AUDITOR -> e
         end e",
        vec![holder(1, "", Role::Auditor, Mode::Definitive)],
    );
    assert_eq!(kinds(&found), [(Unstaffed, "a")]);
}

#[test]
fn a_strategic_task_needs_a_definitive_holder_and_a_caretaker_counts_as_one() {
    let text = "start s -> a
        user a groups=role:REGENCY_HEAD p:mufakat:strategic=true -> e
        end e";
    let with = |mode| examine(text, vec![holder(1, "", Role::RegencyHead, mode)]);
    assert_eq!(kinds(&with(Mode::Plt)), [(NoDefinitiveHolder, "a")]);
    assert_eq!(kinds(&with(Mode::Plh)), [(NoDefinitiveHolder, "a")]);
    assert!(with(Mode::Pj).staffed);
    assert!(with(Mode::Definitive).staffed);
    // What a decision will say is not known before it is asked: a guard by mode may keep an acting head out.
    let by_mode = text.replace("=true", "='=authority.modes'");
    let plt = vec![holder(1, "", Role::RegencyHead, Mode::Plt)];
    assert_eq!(kinds(&examine(&by_mode, plt)), [(NoDefinitiveHolder, "a")]);
}

#[test]
fn four_eyes_compare_persons_so_one_person_in_two_posts_leaves_nobody() {
    let text = "start s -> a
        user a groups=role:EXEC_TEAM_LEAD -> b
        user b groups=role:COUNCIL_SECRETARY p:mufakat:separateFrom=a -> e
        end e";
    let lead = |person| holder(person, "", Role::ExecTeamLead, Mode::Definitive);
    let secretary = |person| holder(person, "", Role::CouncilSecretary, Mode::Definitive);
    let one = examine(text, vec![lead(1), secretary(1)]);
    assert_eq!(kinds(&one), [(SeparationLeavesNobody, "b")]);
    let two = examine(text, vec![lead(1), secretary(2)]);
    assert!(two.staffed, "{two:?}");
    // Two secretaries: whoever of them led, the other one is left.
    let three = examine(text, vec![lead(1), secretary(1), secretary(2)]);
    assert!(three.staffed, "{three:?}");
}

#[test]
fn several_separate_tasks_together_may_use_up_everybody() {
    let text = "start s -> a
        user a groups=role:OPD_OFFICER -> b
        user b groups=role:OPD_OFFICER -> c
        user c groups=role:OPD_OFFICER p:mufakat:separateFrom='a,b' -> e
        end e";
    let officers = |count: u128| {
        (1..=count)
            .map(|person| holder(person, "", Role::OpdOfficer, Mode::Definitive))
            .collect()
    };
    assert_eq!(
        kinds(&examine(text, officers(2))),
        [(SeparationLeavesNobody, "c")]
    );
    assert!(examine(text, officers(3)).staffed);
}

#[test]
fn what_only_the_data_know_is_counted_and_a_role_in_a_body_they_choose_is_judged() {
    let text = "start s -> a
        user a users='= [signer]' -> b
        user b groups='= \"OPD_HEAD@\" + region + \"/\" + agency' -> c
        user c users='= if x = null then [] else [x]' groups='= if x = null then [\"role:REGENCY_HEAD\"] else []' -> e
        end e";
    let empty = examine(text, Vec::new());
    assert_eq!(empty.decided_by_data, ["a"]);
    assert_eq!(kinds(&empty), [(Unstaffed, "b"), (Unstaffed, "c")]);
    let filled = examine(
        text,
        vec![
            holder(1, "dinkes", Role::OpdHead, Mode::Definitive),
            holder(2, "", Role::RegencyHead, Mode::Definitive),
        ],
    );
    assert!(filled.staffed, "{filled:?}");
}

#[test]
fn a_council_with_too_few_filled_seats_has_no_quorum_and_nobody_counts_twice() {
    let text = "start s -> a
        user a assignee='= \"person:\" + elector.person' mi=parallel over='= electors' as=elector p:mufakat:vote=TWO_THIRDS -> e
        end e";
    let process = &processes(text)[0];
    let members: Vec<Incumbent> = (1..=6)
        .map(|person| holder(person, "", Role::CouncilMember, Mode::Definitive))
        .collect();
    let seats: Vec<CouncilSeat> = members
        .iter()
        .map(|it| CouncilSeat {
            path: regency().path,
            position: it.held.position,
            block: "OPD".to_owned(),
            voting: true,
        })
        .collect();
    let with = |incumbents: Vec<Incumbent>| {
        let register = Register {
            incumbents,
            seats: seats.clone(),
            ..Register::default()
        };
        staffing(process, &regency(), &register)
    };
    assert!(with(members.clone()).staffed);
    assert!(with(members[..4].to_vec()).staffed);
    assert_eq!(
        kinds(&with(members[..3].to_vec())),
        [(QuorumUnreachable, "a")]
    );
    // Four seats in the hands of two persons: two heads of two members and two vacancies.
    let mut twice = members[..4].to_vec();
    twice[2].person = twice[0].person;
    twice[3].person = twice[1].person;
    assert_eq!(kinds(&with(twice)), [(QuorumUnreachable, "a")]);
}

#[test]
fn the_table_of_the_deployment_says_for_each_class_of_decision_whether_a_quorum_can_be() {
    let text = "start s -> a
        user a assignee='= elector' mi=parallel over='= electors' as=elector p:mufakat:vote=MAJORITY_PRESENT -> e
        end e";
    let process = &processes(text)[0];
    let table = include_str!("../../../library/council-meeting/quorum.dmn");
    let model = workflows::dmn::Model::parse(table).0.unwrap();
    let now = workflows::feel::Environment::at(chrono::DateTime::UNIX_EPOCH);
    let attendance = Attendance::of(&model, &now).unwrap();
    let classes: Vec<&str> = attendance.rules().map(|(class, _)| class).collect();
    assert_eq!(classes, ["AMENDMENT", "PLAN_APPROVAL", "ROUTINE"]);
    let blocks = ["OPD", "OPD", "OPD", "ACADEMIA", "BUSINESS", "COMMUNITY"];
    let members: Vec<Incumbent> = (1..=6)
        .map(|person| holder(person, "", Role::CouncilMember, Mode::Definitive))
        .collect();
    let with = |filled: &[usize]| {
        let seats = members.iter().zip(blocks).map(|(it, block)| CouncilSeat {
            path: regency().path,
            position: it.held.position,
            block: block.to_owned(),
            voting: true,
        });
        let register = Register {
            seats: seats.collect(),
            incumbents: filled.iter().map(|at| members[*at].clone()).collect(),
            attendance: attendance.clone(),
        };
        staffing(process, &regency(), &register)
    };
    assert!(with(&[0, 1, 3, 4, 5]).staffed);
    // Two thirds are there, but nobody of business: only the plan cannot be approved.
    let short = with(&[0, 1, 2, 3, 5]);
    assert_eq!(kinds(&short), [(QuorumUnreachable, "a")]);
    let said = &short.shortfalls[0].message;
    assert!(
        said.contains("PLAN_APPROVAL (4 needed, nobody of BUSINESS)"),
        "{said}"
    );
    assert!(
        !said.contains("ROUTINE") && !said.contains("AMENDMENT"),
        "{said}"
    );
    assert!(
        short.shortfalls[0]
            .message_id
            .contains("tanpa wakil BUSINESS")
    );
    // Three of six are not more than half either.
    let shorter = with(&[0, 1, 2]);
    assert!(shorter.shortfalls[0].message.contains("ROUTINE (4 needed)"));
}
