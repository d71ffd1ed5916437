using System.Diagnostics;
using Spindle.Execution.Aggregation;
using Spindle.Execution.Joins;
using Spindle.Execution.Scans;
using Spindle.Execution.Sharing;
using Spindle.Execution.Sorting;
using Spindle.Execution.Streaming;
using Spindle.Execution.UserFunctions;
using Spindle.Execution.Tasks;
using Spindle.Execution.Windows;
using Spindle.Execution.Writing;
using Spindle.Plans.Physical;
using Spindle.Sources;

namespace Spindle.Execution.Pipelines;

/// <summary>
/// Cuts a plan into pipelines and runs them one after the other. A pipeline ends where rows must all be there before the next can flow (a build side, groups, a sort); build sides run
/// before the probes, so that their keys already filter the probes' scans.
/// </summary>
internal sealed class PlanCompiler(TaskContext task)
{
    /// <summary>Runs the plan and everything below it; its rows go to the sink.</summary>
    public void Run(PhysicalPlan plan, Sink sink) => new Pipeline(Compile(plan), sink).Run(task);

    /// <summary>The chains that give the plan's rows. Pipelines below have been run when this returns.</summary>
    public IReadOnlyList<Chain> Compile(PhysicalPlan plan)
    {
        var metrics = task.MetricsOf(plan);
        switch (plan)
        {
            case ScanExec scan:
                return [new Chain(new ScanSource(scan, task, metrics), [])];
            case ValuesExec values:
                return [new Chain(new ValuesSource(values, task, metrics), [])];
            case RangeExec range:
                return [new Chain(new RangeSource(range, metrics), [])];
            case TaskLeafExec leaf:
                return TaskLeafCompiler.Compile(leaf, task, metrics);
            case SharedExec shared:
                return [new Chain(new SharedSource(shared, task, metrics), [])];
            case FilterExec filter:
                return Append(filter.Child, new FilterOperator(filter, metrics));
            case ProjectExec project:
                return Append(project.Child, new ProjectOperator(project, metrics));
            case ExpandExec expand:
                return Append(expand.Child, new ExpandOperator(expand, metrics));
            case GenerateExec generate:
                return Append(generate.Child, new GenerateOperator(generate, metrics));
            case WriteExec { Sink: OpenJob job } write:
                var writing = task.Own(new WriteSink(job, metrics));
                Run(write.Child, writing);
                return [new Chain(new ReceiptSource(writing, metrics), [])];
            case CoalesceExec or WriteExec:
                return Append(((UnaryExec)plan).Child, new PassOperator(metrics));
            case UserRowsExec rows:
                return Append(rows.Child, new UserRowsOperator(rows, metrics));
            case UnionExec union:
                var pass = new PassOperator(metrics);
                return [.. union.Inputs.Where(i => !TaskLeafExec.HasNoInput(i)).SelectMany(Compile).Select(c => c.With(pass))];
            case LimitExec limit:
                var limited = task.Own(new LimitSink(limit.Count, limit.Offset, task, metrics));
                Run(limit.Child, limited);
                return [new Chain(new LimitSource(limited, limit.Schema, metrics), []) { Uses = [limited] }];
            case AggregateExec aggregate:
                return AggregateCompiler.Compile(aggregate, this, task, metrics);
            case HashJoinExec join:
                return HashJoinCompiler.Compile(join, this, task, metrics);
            case NestedLoopJoinExec join:
                return HashJoinCompiler.Compile(join, this, task, metrics);
            case SortExec sort:
                return SortCompiler.Compile(sort, this, task, metrics);
            case TopNExec top:
                return SortCompiler.Compile(top, this, task, metrics);
            case WindowExec window:
                return WindowCompiler.Compile(window, this, task, metrics);
            case ShareExec share:
                ShareRunner.Run(share, this, task);
                return [.. Compile(share.Child).Select(c => c.With(new PassOperator(metrics)))];
            default:
                throw new UnreachableException($"no operator runs {plan.GetType().Name}");
        }
    }

    private IReadOnlyList<Chain> Append(PhysicalPlan child, StreamingOperator next) => [.. Compile(child).Select(c => c.With(next))];
}
