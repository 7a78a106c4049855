//! Everything that stands in a statement or an expression, one level at a time. Rhai's own walk
//! passes over some of it, as what a `break` gives.

use rhai::{Expr, Stmt, StmtBlock};

/// A statement or an expression.
#[derive(Clone, Copy)]
pub enum Code<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr),
}

/// What stands directly in it, in order.
pub fn inside<'a>(code: Code<'a>, see: &mut dyn FnMut(Code<'a>)) {
    match code {
        Code::Stmt(stmt) => in_statement(stmt, see),
        Code::Expr(expr) => in_expression(expr, see),
    }
}

fn block<'a>(block: &'a StmtBlock, see: &mut dyn FnMut(Code<'a>)) {
    for stmt in block.statements() {
        see(Code::Stmt(stmt));
    }
}

fn in_statement<'a>(stmt: &'a Stmt, see: &mut dyn FnMut(Code<'a>)) {
    match stmt {
        Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) | Stmt::TryCatch(flow, _) => {
            see(Code::Expr(&flow.expr));
            block(&flow.body, see);
            block(&flow.branch, see);
        }
        Stmt::Switch(switch, _) => {
            let (expr, cases) = &**switch;
            see(Code::Expr(expr));
            for case in &cases.expressions {
                see(Code::Expr(&case.lhs));
                see(Code::Expr(&case.rhs));
            }
        }
        Stmt::For(parts, _) => {
            see(Code::Expr(&parts.2.expr));
            block(&parts.2.body, see);
            block(&parts.2.branch, see);
        }
        Stmt::Var(parts, ..) => see(Code::Expr(&parts.1)),
        Stmt::Assignment(parts) => {
            see(Code::Expr(&parts.1.lhs));
            see(Code::Expr(&parts.1.rhs));
        }
        Stmt::FnCall(call, _) => call.args.iter().for_each(|arg| see(Code::Expr(arg))),
        Stmt::Block(inner) => block(inner, see),
        Stmt::Expr(expr) => see(Code::Expr(expr)),
        Stmt::BreakLoop(expr, ..) | Stmt::Return(expr, ..) => {
            if let Some(expr) = expr {
                see(Code::Expr(expr));
            }
        }
        Stmt::Import(parts, _) => see(Code::Expr(&parts.0)),
        // Nothing stands in the others; what Rhai adds is refused by whoever checks.
        _ => {}
    }
}

fn in_expression<'a>(expr: &'a Expr, see: &mut dyn FnMut(Code<'a>)) {
    match expr {
        Expr::InterpolatedString(all, _) | Expr::Array(all, _) => {
            all.iter().for_each(|one| see(Code::Expr(one)));
        }
        Expr::Map(entries, _) => entries
            .0
            .iter()
            .for_each(|(_, value)| see(Code::Expr(value))),
        Expr::FnCall(call, _) | Expr::MethodCall(call, _) => {
            call.args.iter().for_each(|arg| see(Code::Expr(arg)));
        }
        Expr::Stmt(inner) => block(inner, see),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => {
            see(Code::Expr(&pair.lhs));
            see(Code::Expr(&pair.rhs));
        }
        Expr::And(all, _) | Expr::Or(all, _) | Expr::Coalesce(all, _) => {
            all.iter().for_each(|one| see(Code::Expr(one)));
        }
        _ => {}
    }
}
