using Spindle.Functions.Catalog;
using Spindle.Functions.Scalars;

namespace Spindle.Functions.Tests.Evaluation;

public class KernelCoverageTests
{
    [Fact]
    public void Every_scalar_function_of_the_catalog_has_a_kernel()
    {
        var wanted = FunctionCatalog.Declared.Entries.Where(e => e.Kind == FunctionKind.Scalar)
            .SelectMany(e => e.NeedsKernel ? [e.Id, .. e.OtherKernels] : e.OtherKernels.AsEnumerable());
        Assert.Equal("", string.Join(" ", wanted.Except(ScalarFunctions.Ids).Order()));
    }
}
