using System.Diagnostics;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation.Lambdas;
using Spindle.Functions.Scalars;
using Spindle.Functions.Scalars.Operators;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>Makes nodes of bound expressions: folds what is constant, and shares what occurs more than once among the roots.</summary>
internal sealed class ExpressionCompiler
{
    private readonly EvaluationContext context;
    private readonly Dictionary<Expression, SharedNode?> common = [];
    private readonly List<ConstantNode> constants = [];

    /// <param name="context">Pays for constants.</param>
    /// <param name="roots">Expressions that will be evaluated over the same rows; null for one alone.</param>
    public ExpressionCompiler(EvaluationContext context, IReadOnlyList<Expression>? roots = null)
    {
        this.context = context;
        var seen = new HashSet<Expression>();
        foreach (var expression in roots ?? [])
            FindCommon(expression, seen);
    }

    /// <summary>The nodes that several places share, to be reset after each batch.</summary>
    public List<SharedNode> Shared { get; } = [];

    /// <summary>The roots' nodes; where one cannot be compiled, what the others hold is given back.</summary>
    public Node[] CompileRoots(IEnumerable<Expression> roots)
    {
        try
        {
            return Compile(roots);
        }
        catch
        {
            foreach (var constant in constants)
                constant.Dispose();
            throw;
        }
    }

    public Node Compile(Expression expression)
    {
        if (expression is Literal literal)
            return Constant(ConstantNode.Of(literal, context.Budget));
        if (!common.TryGetValue(expression, out var shared))
            return Fold(expression, Build(expression));
        if (shared is null)
        {
            shared = new SharedNode(Build(expression));
            common[expression] = shared;
            Shared.Add(shared);
        }
        return shared;
    }

    public Node[] Compile(IEnumerable<Expression> expressions) => [.. expressions.Select(Compile)];

    private Node Build(Expression expression) => expression switch
    {
        BoundReference column => new ColumnNode(column.Ordinal, column.Type),
        Alias alias => Compile(alias.Child),
        SubqueryResult subquery => new SubqueryNode(subquery.Index, subquery.Type),
        LambdaVariable variable => new VariableNode(variable.Id, variable.Type),
        And and => new JunctionNode(isAnd: true, Compile(Operands<And>(and))),
        Or or => new JunctionNode(isAnd: false, Compile(Operands<Or>(or))),
        Not not => new NotNode(Compile(not.Child)),
        IsNull test => new NullTestNode(Compile(test.Child), wanted: true),
        IsNotNull test => new NullTestNode(Compile(test.Child), wanted: false),
        Comparison comparison => Kernel(new CompareKernel(comparison.Operator), comparison, comparison.Left, comparison.Right),
        Arithmetic arithmetic => Kernel(ArithmeticKernels.Create(arithmetic), arithmetic, arithmetic.Left, arithmetic.Right),
        Cast cast => BuildCast(cast),
        InList list => BuildInList(list),
        Case cases => new CaseNode(Compile(cases.Conditions), Compile(cases.Values), cases.Else is null ? null : Compile(cases.Else), cases.Type),
        Coalesce coalesce => new CoalesceNode(Compile(coalesce.Arguments), coalesce.Type),
        GetField field => Kernel(new GetFieldKernel(field.Ordinal, field.Type), field, field.Child),
        Call call => BuildCall(call),
        UserCall call => Kernel(UserKernel.Open(call, context), call, call.Arguments),
        _ => throw new UnreachableException($"{expression.GetType().Name} is not evaluated: {expression.Sql}"),
    };

    private KernelNode Kernel(ScalarKernel kernel, Expression expression, params IEnumerable<Expression> operands) => new(kernel, Compile(operands), expression.Type);

    private Node BuildCast(Cast cast)
    {
        var child = Compile(cast.Child);
        return CastKernels.Create(cast) is { } kernel ? new KernelNode(kernel, [child], cast.Type) : child;
    }

    private Node BuildInList(InList list)
    {
        var items = Compile(list.Items);
        if (items.All(i => i is ConstantNode))
        {
            var kernel = InListKernel.Create(list.Value.Type, [.. items.Select(i => ((ConstantNode)i).Value)]);
            foreach (var item in items)
                item.Dispose();
            return new KernelNode(kernel, [Compile(list.Value)], DataType.Boolean);
        }
        foreach (var item in items)
            item.Dispose();
        return Compile(list.Items.Select(Expression (i) => new Comparison(ComparisonOperator.Equal, list.Value, i)).Aggregate((l, r) => new Or(l, r)));
    }

    private Node BuildCall(Call call)
    {
        if (LambdaFunctions.Build(call, this) is { } node)
            return node;
        var site = ScalarFunctions.Create(call, context);
        return new KernelNode(site.Kernel, Compile(site.Operands), call.Type);
    }

    private ConstantNode Constant(ConstantNode node)
    {
        constants.Add(node);
        return node;
    }

    /// <summary>Computes a node that depends on no row; leaves it where that ends in an error, which a row must raise.</summary>
    private Node Fold(Expression expression, Node node)
    {
        if (node is ConstantNode || expression is LeafExpression || !expression.IsFoldable)
            return node;
        var batch = new RecordBatch([], 1);
        try
        {
            var value = node.Evaluate(Frame.Of(batch, context), LaneSet.All(1));
            Vector single;
            try
            {
                single = Gather.Flatten(value, context.Budget);
            }
            finally
            {
                value.Release();
            }
            node.Dispose();
            return Constant(new ConstantNode(single));
        }
        catch (SpindleException)
        {
            return node;
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>Counts subexpressions that are always evaluated over all rows; those inside branches may be, too, but then share what the outside has.</summary>
    private void FindCommon(Expression expression, HashSet<Expression> seen)
    {
        if (expression is LeafExpression or Lambda || expression.IsFoldable)
            return;
        if (!seen.Add(expression))
        {
            if (expression.IsDeterministic)
                common.TryAdd(expression, null);
            return;
        }
        foreach (var child in expression.Children)
            FindCommon(child, seen);
    }

    private static List<Expression> Operands<T>(Expression expression) where T : Expression
    {
        var operands = new List<Expression>();
        Collect(expression);
        return operands;

        void Collect(Expression e)
        {
            if (e is T)
                foreach (var child in e.Children)
                    Collect(child);
            else
                operands.Add(e);
        }
    }
}
