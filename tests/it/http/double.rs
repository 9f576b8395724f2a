//! What is sent twice is done once: a double click, a form sent again after a lost answer, a hundred at the same moment.

use std::sync::Arc;

use bangfu::access::audit;

use crate::house::House;

/// How often an act stands in the chain of the first school.
fn acts(house: &House, act: &str) -> usize {
    house.read(house.here.id, |tx| audit::page(tx, None, None, None, 1000)).iter().filter(|row| row.entry.act == act).count()
}

const FORM: &str = "/account/second-factor";

#[test]
fn a_form_sent_again_is_done_once_and_answered_as_before() {
    for house in House::both() {
        let client = house.as_("王老师");
        let keys = client.keys(FORM);
        let first = client.post_with(&keys, FORM, &[]);
        let again = client.post_with(&keys, FORM, &[]);
        assert_eq!((first.status, first.to.as_str()), (303, FORM));
        assert_eq!((again.status, again.to), (303, first.to));
        assert_eq!(acts(&house, FORM), 1, "{}", house.name());
    }
}

#[test]
fn a_used_form_with_other_content_or_from_somebody_else_is_refused() {
    for house in House::both() {
        let client = house.as_("王老师");
        let keys = client.keys(FORM);
        assert_eq!(client.post_with(&keys, FORM, &[]).status, 303);
        assert_eq!(client.post_with(&keys, FORM, &[("more", "1")]).status, 409);
        let colleague = house.as_("李老师");
        let mut borrowed = colleague.keys(FORM);
        borrowed.once = keys.once;
        assert_eq!(colleague.post_with(&borrowed, FORM, &[]).status, 409);
        assert_eq!(acts(&house, FORM), 1);
    }
}

#[test]
fn a_hundred_equal_forms_at_the_same_moment_are_one() {
    for house in House::both() {
        let client = house.as_("王老师");
        let keys = client.keys(FORM);
        let start = Arc::new(std::sync::Barrier::new(100));
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..100)
                .map(|_| {
                    let (client, keys, start) = (client.clone(), keys.clone(), Arc::clone(&start));
                    scope.spawn(move || {
                        start.wait();
                        client.post_with(&keys, FORM, &[]).status
                    })
                })
                .collect();
            senders.into_iter().map(|sender| sender.join().unwrap()).collect()
        });
        assert!(answers.iter().all(|status| *status == 303), "{}: {answers:?}", house.name());
        assert_eq!(acts(&house, FORM), 1, "{}", house.name());
    }
}

#[test]
fn a_refused_form_may_be_mended_and_sent_with_its_own_token() {
    for house in House::both() {
        let client = house.as_("王老师");
        let keys = client.keys("/account/password");
        let wrong = [("old", "falsch"), ("new", "春天第三排的灯 3"), ("again", "春天第三排的灯 3")];
        assert_eq!(client.post_with(&keys, "/account/password", &wrong).status, 422);
        let right = [("old", crate::cast::PASSWORD), ("new", "春天第三排的灯 3"), ("again", "春天第三排的灯 3")];
        assert_eq!(client.post_with(&keys, "/account/password", &right).status, 303, "what was refused did not use the form up");
    }
}
