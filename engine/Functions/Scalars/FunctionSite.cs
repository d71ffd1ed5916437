using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars;

/// <summary>A call made ready: the kernel and the arguments that it is run over.</summary>
internal sealed record FunctionSite(ScalarKernel Kernel, params Expression[] Operands);
